package dev.vireo.ingest.internal.job;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.Ingest;
import dev.vireo.api.ingest.IngestItem;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.JobJournal;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The jobs that are known, those that wait among them, and who listens to them. What survives a restart of them is in the
 * journal. Any thread.
 */
final class JobQueue {
    private static final Logger LOG = System.getLogger(JobQueue.class.getName());
    private static final int MOST_LISTENERS = 64;
    private static final long BETWEEN_CALLS_MS = 100;

    private final ConcurrentLinkedDeque<Job> jobs = new ConcurrentLinkedDeque<>();
    private final LinkedBlockingQueue<Job> waiting = new LinkedBlockingQueue<>();
    private final ThreadPoolExecutor listeners;
    private final JobJournal journal;
    private final BooleanSupplier stopped;

    /** @param stopped whether ingest is stopping */
    JobQueue(JobJournal journal, BooleanSupplier stopped) {
        this.journal = journal;
        this.stopped = stopped;
        this.listeners = new ThreadPoolExecutor(
                0, MOST_LISTENERS, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> Thread.ofPlatform()
                        .name("vireo-ingest-listener")
                        .daemon()
                        .unstarted(task));
    }

    /** Takes up the jobs of earlier runs: those that had not ended wait again, under their old ids. */
    void restore() {
        try {
            for (JobJournal.Entry entry : journal.entries()) {
                Job job = Job.restored(entry);
                jobs.addFirst(job);
                if (!job.snapshot().ended()) {
                    LOG.log(Level.INFO, "going on with job " + job.id() + ", of which " + entry.items().size() + " files are done");
                    waiting.add(job);
                }
            }
        } catch (VireoException e) {
            LOG.log(Level.ERROR, "jobs of earlier runs could not be read; they are gone on with at the next start", e);
        }
    }

    /** Notes a new job and lets it wait. @throws VireoException when it cannot be noted; it is not taken then */
    void submit(Job job) {
        journal.begin(job.id(), job.request());
        add(job);
    }

    /** Notes a file that is done. */
    void done(Job job, IngestItem item) {
        journal.done(job.id(), item);
        job.done(item);
    }

    /** Notes how a job ended. */
    void end(Job job, IngestJob.State state, String message) {
        try {
            journal.end(job.id(), state, message);
        } catch (VireoException e) {
            LOG.log(Level.ERROR, "the end of job " + job.id() + " could not be noted; it begins again at the next start", e);
        }
        job.ended(state, message);
    }

    /** Lets a job wait that is not noted: it only goes on with what is unfinished, and is made anew at each start. */
    void add(Job job) {
        jobs.addFirst(job);
        int n = 0;
        for (var all = jobs.iterator(); all.hasNext(); ) {
            Job old = all.next();
            if (++n > JobJournal.KEPT && old.snapshot().ended()) {
                jobs.remove(old);
            }
        }
        waiting.add(job);
    }

    /** The next job, waiting a quarter of a second for one. */
    Optional<Job> next() throws InterruptedException {
        return Optional.ofNullable(waiting.poll(250, TimeUnit.MILLISECONDS));
    }

    /** Whether a job runs or waits. */
    boolean busy() {
        return jobs.stream().anyMatch(job -> !job.hasEnded());
    }

    Optional<IngestJob> job(String id) {
        return jobs.stream().filter(j -> j.id().equals(id)).findFirst().map(Job::snapshot);
    }

    List<IngestJob> jobs() {
        return jobs.stream().limit(JobJournal.KEPT).map(Job::snapshot).toList();
    }

    Ingest.Listening listen(String id, Consumer<IngestJob> listener) {
        Job job = find(id);
        CountDownLatch closed = new CountDownLatch(1);
        try {
            listeners.execute(() -> tell(job, listener, closed));
        } catch (RejectedExecutionException e) {
            throw new VireoException(
                    stopped.getAsBoolean() ? ErrorKind.UNAVAILABLE : ErrorKind.RESOURCES,
                    stopped.getAsBoolean()
                            ? "ingest is stopping"
                            : MOST_LISTENERS + " listeners are all that are served at a time; ask for the job instead",
                    e);
        }
        return () -> {
            closed.countDown();
            job.touch();
        };
    }

    private static void tell(Job job, Consumer<IngestJob> listener, CountDownLatch closed) {
        try {
            while (closed.getCount() > 0) {
                long revision = job.revision();
                IngestJob now = job.snapshot();
                listener.accept(now);
                if (now.ended() || closed.await(BETWEEN_CALLS_MS, TimeUnit.MILLISECONDS)) {
                    return;
                }
                while (job.awaitChange(revision) == revision && closed.getCount() > 0) {
                    // nothing new yet
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a listener of job " + job.id() + " failed and is not called again", e);
        }
    }

    void cancel(String id) {
        Job job = find(id);
        job.cancel();
        if (waiting.remove(job)) {
            end(job, IngestJob.State.CANCELLED, "cancelled before it began");
        }
    }

    private Job find(String id) {
        return jobs.stream()
                .filter(j -> j.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new VireoException(
                        ErrorKind.NOT_FOUND,
                        "no ingest job '" + Sources.shortened(id) + "'; the last " + JobJournal.KEPT + " are kept"));
    }

    /** Ends the calls of listeners without waiting for them. */
    void abandon() {
        listeners.shutdownNow();
    }

    /** Ends every job that has not ended as far as this run is concerned, and the calls of listeners. */
    void close(String why) throws InterruptedException {
        for (Job job : jobs) {
            job.ended(IngestJob.State.CANCELLED, why);
        }
        listeners.shutdown();
        if (!listeners.awaitTermination(1, TimeUnit.SECONDS)) {
            listeners.shutdownNow();
            listeners.awaitTermination(1, TimeUnit.SECONDS);
        }
    }
}
