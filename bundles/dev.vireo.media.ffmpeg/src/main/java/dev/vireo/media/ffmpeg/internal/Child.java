package dev.vireo.media.ffmpeg.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One running program. Its standard error is read by a thread of its own, of which the first part is kept; its standard
 * output is read by whoever started it. Closing kills it and waits until it is gone.
 */
final class Child implements AutoCloseable {
    /** Enough for the first errors, which name the cause; a hostile file can make a decoder complain for ever. */
    private static final int KEPT_ERRORS = 16 * 1024;

    /** Why a child was killed before it ended by itself. */
    enum Killed {
        TIMEOUT,
        STOPPING
    }

    private final Process process;
    private final Children owner;
    private final Thread errorReader;
    private final AtomicReference<Killed> killed = new AtomicReference<>();
    private final StringBuilder errors = new StringBuilder();

    Child(Process process, Children owner) {
        this.process = process;
        this.owner = owner;
        this.errorReader = Thread.ofVirtual().name("vireo-media-errors-" + process.pid()).start(this::readErrors);
    }

    InputStream output() {
        return process.getInputStream();
    }

    /** Writes its standard input and closes it; a child that is gone already does not want it. */
    void feed(byte[] input) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(input);
        } catch (IOException e) {
            System.getLogger(Child.class.getName()).log(System.Logger.Level.DEBUG, "a child did not read its input", e);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    void kill(Killed why) {
        killed.compareAndSet(null, why);
        process.destroyForcibly();
    }

    /** Why it was killed; null when it was not. */
    Killed killed() {
        return killed.get();
    }

    /** Waits for its end, at most {@code limitMs}, after which it is killed. Returns the exit code. */
    int await(long limitMs) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (!process.waitFor(limitMs, TimeUnit.MILLISECONDS)) {
                        kill(Killed.TIMEOUT);
                        process.waitFor();
                    }
                    errorReader.join();
                    return process.exitValue();
                } catch (InterruptedException e) {
                    interrupted = true;
                    kill(Killed.STOPPING);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What it wrote to standard error, the first 16 KiB. Complete once {@link #await} returned. */
    String errors() {
        synchronized (errors) {
            return errors.toString();
        }
    }

    private void readErrors() {
        byte[] buffer = new byte[4096];
        try (InputStream in = process.getErrorStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                synchronized (errors) {
                    int room = KEPT_ERRORS - errors.length();
                    if (room > 0) {
                        errors.append(new String(buffer, 0, Math.min(read, room), StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException e) {
            // The pipe was closed under us because the child was killed; what was read stays.
            synchronized (errors) {
                errors.append('\n');
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        await(10_000);
        try {
            process.getInputStream().close();
            process.getOutputStream().close();
        } catch (IOException e) {
            System.getLogger(Child.class.getName()).log(System.Logger.Level.DEBUG, "closing the pipes of a child", e);
        }
        owner.ended(this);
    }
}
