package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Starts and ends all child processes of this bundle: how many at once, with which limits, and nobody is left behind.
 *
 * <p>A child gets no environment but the path of its own libraries, the file it may read as standard input and nothing
 * else. Memory, CPU time, size of written files and open files are limited by the kernel where {@code prlimit}
 * (util-linux) is installed; FFmpeg's own limit of one allocation holds everywhere. With {@code setpriv} (the same
 * package) the kernel kills a child when the thread that started it ends, so all are started by one thread that lives as
 * long as this object: nobody outlives a runtime that is killed. See docs/adr/0007.
 */
final class Children implements AutoCloseable {
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final Path NICE = Path.of("/usr/bin/nice");
    private static final long MIB = 1024 * 1024;

    private final Programs programs;
    private final Limits limits;
    private final Semaphore slots;
    private final Set<Child> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock;
    private final ExecutorService parent;
    private volatile boolean stopping;

    Children(Programs programs, Limits limits) {
        this.programs = programs;
        this.limits = limits;
        this.slots = new Semaphore(limits.decoders(), true);
        var timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("vireo-media-timeouts").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        // A pool that replaces an idle thread would kill the children of the old one.
        this.parent = Executors.newFixedThreadPool(
                1, Thread.ofPlatform().name("vireo-media-parent").daemon().factory());
        this.clock = Executors.unconfigurableScheduledExecutorService(timer);
    }

    /**
     * Starts a program.
     *
     * @param program {@code ffmpeg} or {@code ffprobe}
     * @param input the file that becomes its standard input
     * @param cpuSeconds CPU time after which the kernel ends it; 0 for no such limit
     * @param arguments each is handed over as it is; there is no shell
     */
    Child start(String program, Path input, long cpuSeconds, List<String> arguments) {
        try (Input file = Input.of(input, programs.folder().getParent())) {
            return start(program, ProcessBuilder.Redirect.from(file.path().toFile()), cpuSeconds, arguments);
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot hand " + Header.shown(input) + " to the media decoder: " + e.getMessage(), e);
        }
    }

    /** As above, with bytes for its standard input, which must fit into a pipe's buffer (64 KiB). */
    Child start(String program, byte[] input, long cpuSeconds, List<String> arguments) {
        Child child = start(program, ProcessBuilder.Redirect.PIPE, cpuSeconds, arguments);
        child.feed(input);
        return child;
    }

    private Child start(String program, ProcessBuilder.Redirect input, long cpuSeconds, List<String> arguments) {
        if (stopping) {
            throw stopped();
        }
        Path folder = programs.folder();
        takeSlot();
        boolean started = false;
        try {
            List<String> command = new ArrayList<>(limitsOf(limits, cpuSeconds));
            command.add(folder.resolve(program).toString());
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(new File("/")).redirectInput(input);
            Map<String, String> environment = builder.environment();
            environment.clear();
            environment.put("LD_LIBRARY_PATH", folder.toString());
            Child child = new Child(begin(builder), this);
            running.add(child);
            started = true;
            if (stopping) { // close() may have looked at the set just before
                child.kill(Child.Killed.STOPPING);
            }
            return child;
        } catch (IOException e) {
            throw new VireoException(ErrorKind.EXTERNAL, "cannot start the media decoder " + folder.resolve(program)
                    + ": " + e.getMessage() + ". Is the home on a file system mounted noexec?", e);
        } finally {
            if (!started) {
                slots.release();
            }
        }
    }

    /** Starts a process from the one thread that is the parent of all. */
    private Process begin(ProcessBuilder builder) throws IOException {
        Future<Process> begun;
        try {
            begun = parent.submit(builder::start);
        } catch (RejectedExecutionException e) {
            throw stopped();
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return begun.get();
                } catch (InterruptedException _) {
                    interrupted = true; // it takes milliseconds, and who waits owns the process
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof IOException cause) {
                        throw cause;
                    }
                    throw new IllegalStateException("cannot start a process", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A file under a name that {@link File} can hold; one that is no text in the locale's encoding it would lose. */
    private record Input(Path path, boolean link) implements AutoCloseable {
        static Input of(Path file, Path folder) throws IOException {
            if (file.toFile().toPath().equals(file)) {
                return new Input(file, false);
            }
            Path link = folder.resolve("input-" + UUID.randomUUID());
            return new Input(Files.createSymbolicLink(link, file.toAbsolutePath()), true);
        }

        @Override
        public void close() throws IOException {
            if (link) { // the child has the file open
                Files.deleteIfExists(path);
            }
        }
    }

    static List<String> limitsOf(Limits limits, long cpuSeconds) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(PRLIMIT)) {
            command.addAll(List.of(PRLIMIT.toString(), "--as=" + limits.memoryMib() * MIB,
                    "--cpu=" + (cpuSeconds == 0 ? "unlimited" : cpuSeconds), "--fsize=" + limits.writtenMib() * MIB,
                    "--nofile=64", "--core=0", "--"));
        }
        if (Files.isExecutable(SETPRIV)) {
            command.addAll(List.of(SETPRIV.toString(), "--pdeathsig", "KILL", "--"));
        }
        if (Files.isExecutable(NICE)) {
            command.addAll(List.of(NICE.toString(), "-n", "5"));
        }
        return command;
    }

    private void takeSlot() {
        try {
            if (!slots.tryAcquire(limits.queueMs(), TimeUnit.MILLISECONDS)) {
                throw new VireoException(ErrorKind.UNAVAILABLE, "all " + limits.decoders()
                        + " media decoders were busy for " + limits.queueMs() / 1000 + " s; try again later");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VireoException(ErrorKind.UNAVAILABLE, "interrupted while waiting for a media decoder", e);
        }
        if (stopping) {
            slots.release();
            throw stopped();
        }
    }

    /** Kills the child unless the returned future is cancelled within {@code limitMs}. */
    ScheduledFuture<?> killAfter(long limitMs, Child child) {
        try {
            return clock.schedule(() -> child.kill(Child.Killed.TIMEOUT), limitMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            throw stopped();
        }
    }

    void ended(Child child) {
        if (running.remove(child)) {
            slots.release();
        }
    }

    /** Process ids of the children that run now. */
    List<Long> pids() {
        return running.stream().map(Child::pid).toList();
    }

    static VireoException stopped() {
        return new VireoException(ErrorKind.UNAVAILABLE, "the media reader is stopping; try again later");
    }

    /** Refuses new children and kills the running ones; their readers get {@code UNAVAILABLE}. */
    @Override
    public void close() {
        stopping = true;
        for (Child child : running) {
            child.kill(Child.Killed.STOPPING);
        }
        for (Child child : running) {
            child.await(10_000);
        }
        clock.shutdownNow();
        parent.shutdown();
        try {
            parent.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
