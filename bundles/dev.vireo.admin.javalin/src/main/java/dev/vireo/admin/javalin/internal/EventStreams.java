package dev.vireo.admin.javalin.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** Progress of something as server-sent events, for all routes together at most so many at once. */
final class EventStreams {
    private final Json json;
    private final Limits limits;
    private final Semaphore listeners;
    private final Set<Thread> streaming = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    EventStreams(Json json, Limits limits) {
        this.json = json;
        this.limits = limits;
        this.listeners = new Semaphore(limits.listeners());
    }

    /** Where snapshots come from: begins to tell, and gives what ends it. */
    interface Source<T> {
        AutoCloseable listen(Consumer<T> listener);
    }

    /**
     * Holds the request's thread until the thing ends, the client goes or the server stops; hence the bound on listeners.
     *
     * @param instead where the same can be read without a stream
     * @param view of a snapshot as it is sent
     */
    <T> void stream(Context ctx, String instead, Source<T> source, Predicate<T> ended, Function<T, Object> view) {
        if (!listeners.tryAcquire()) {
            throw new VireoException(
                    ErrorKind.UNAVAILABLE,
                    limits.listeners() + " event streams are open already; close one or read " + instead);
        }
        Thread self = Thread.currentThread();
        streaming.add(self);
        // One place for the newest snapshot: a slow reader misses some, what it follows never waits for it.
        ArrayBlockingQueue<T> newest = new ArrayBlockingQueue<>(1);
        try (AutoCloseable _ = source.listen(snapshot -> offer(newest, snapshot))) {
            ctx.res().setStatus(200);
            ctx.res().setContentType("text/event-stream");
            ctx.res().setCharacterEncoding("UTF-8");
            send(ctx.res().getOutputStream(), newest, ended, view);
        } catch (InterruptedException e) {
            // Asked to end by stop(): the flag must not reach the pool that lent this thread.
        } catch (IOException e) {
            // The client went away, which is its right.
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new VireoException(ErrorKind.INTERNAL, "cannot end an event stream: " + e.getMessage(), e);
        } finally {
            streaming.remove(self);
            Thread.interrupted();
            listeners.release();
        }
    }

    private static <T> void offer(ArrayBlockingQueue<T> newest, T snapshot) {
        while (!newest.offer(snapshot)) {
            newest.poll();
        }
    }

    private <T> void send(ServletOutputStream out, ArrayBlockingQueue<T> newest, Predicate<T> ended, Function<T, Object> view)
            throws IOException, InterruptedException {
        while (!stopping) {
            T snapshot = newest.poll(limits.heartbeatMs(), TimeUnit.MILLISECONDS);
            if (snapshot == null) {
                send(out, ": alive\n\n");
                continue;
            }
            boolean last = ended.test(snapshot);
            String data = new String(json.bytes(view.apply(snapshot)), StandardCharsets.UTF_8);
            send(out, "event: " + (last ? "end" : "progress") + "\ndata: " + data + "\n\n");
            if (last) {
                return;
            }
        }
    }

    private static void send(ServletOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Ends all streams; what they follow goes on. */
    void stop() {
        stopping = true;
        streaming.forEach(Thread::interrupt);
    }
}
