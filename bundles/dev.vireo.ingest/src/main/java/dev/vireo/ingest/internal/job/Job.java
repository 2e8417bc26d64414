package dev.vireo.ingest.internal.job;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.ingest.IngestItem;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.ingest.JobJournal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** A job's state, written by the worker, read by anybody. Everything mutable is guarded by {@code lock}. */
final class Job {
    private final String id;
    private final IngestRequest request;
    private final Optional<Asset> resumed;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<IngestItem> items = new ArrayList<>();
    private IngestJob.State state = IngestJob.State.QUEUED;
    private String message = "";
    private String current = "";
    private int files;
    private long totalWork;
    private long doneWork;
    private long currentWork;
    private double currentShare;
    private long frames;
    private long moments;
    private long startedNanos;
    private long revision;
    private boolean cancelled;

    private Job(String id, IngestRequest request, Optional<Asset> resumed) {
        this.id = id;
        this.request = request;
        this.resumed = resumed;
    }

    static Job of(String id, IngestRequest request) {
        return new Job(id, request, Optional.empty());
    }

    /** A job that goes on with an asset that an earlier run left unfinished. */
    static Job resuming(String id, Asset asset) {
        return new Job(
                id, new IngestRequest(List.of(asset.path()), asset.domain(), Optional.empty()), Optional.of(asset));
    }

    /** A job as an earlier run of the runtime left it. */
    static Job restored(JobJournal.Entry entry) {
        Job job = new Job(entry.id(), entry.request(), Optional.empty());
        job.items.addAll(entry.items());
        job.state = entry.state();
        job.message = entry.message();
        job.files = entry.items().size();
        job.moments = entry.items().stream().mapToLong(IngestItem::moments).sum();
        return job;
    }

    String id() {
        return id;
    }

    IngestRequest request() {
        return request;
    }

    Optional<Asset> resumed() {
        return resumed;
    }

    boolean hasEnded() {
        lock.lock();
        try {
            return state == IngestJob.State.DONE || state == IngestJob.State.FAILED || state == IngestJob.State.CANCELLED;
        } finally {
            lock.unlock();
        }
    }

    void started() {
        change(() -> {
            state = IngestJob.State.RUNNING;
            startedNanos = System.nanoTime();
        });
    }

    /** @param work total of what is to do, in bytes */
    void listed(int count, long work) {
        change(() -> {
            files = count;
            totalWork = Math.max(1, work);
        });
    }

    void begins(String file, long work) {
        change(() -> {
            current = file;
            currentWork = work;
            currentShare = 0;
        });
    }

    void waits(String why) {
        change(() -> current = why);
    }

    /** @param share how much of the current file is done, 0 to 1 */
    void looked(double share) {
        change(() -> {
            frames++;
            currentShare = Math.max(currentShare, Math.min(1, share));
        });
    }

    /** As {@link #looked}, of frames that were passed over. */
    void passed(double share) {
        change(() -> currentShare = Math.max(currentShare, Math.min(1, share)));
    }

    void committed(int count) {
        change(() -> moments += count);
    }

    /** Paths of the files that are done. */
    Set<String> donePaths() {
        lock.lock();
        try {
            return items.stream().map(IngestItem::path).collect(Collectors.toSet());
        } finally {
            lock.unlock();
        }
    }

    /** A file that an earlier run had done. */
    void passedOver(long work) {
        change(() -> doneWork += work);
    }

    void done(IngestItem item) {
        change(() -> {
            items.add(item);
            doneWork += currentWork;
            currentWork = 0;
            currentShare = 0;
            current = "";
        });
    }

    void ended(IngestJob.State how, String why) {
        change(() -> {
            if (!state.equals(IngestJob.State.DONE)
                    && !state.equals(IngestJob.State.FAILED)
                    && !state.equals(IngestJob.State.CANCELLED)) {
                state = how;
                message = why;
                current = "";
            }
        });
    }

    void cancel() {
        change(() -> cancelled = true);
    }

    boolean cancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes those who wait, so that they can see that they are no longer wanted. */
    void touch() {
        change(() -> {});
    }

    long revision() {
        lock.lock();
        try {
            return revision;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something changed since {@code seen}, at most a second. @return the current revision */
    long awaitChange(long seen) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.SECONDS.toNanos(1);
            while (revision == seen && left > 0) {
                left = changed.awaitNanos(left);
            }
            return revision;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the end, at most {@code nanos}. */
    void awaitEnd(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0
                    && (state == IngestJob.State.QUEUED || state == IngestJob.State.RUNNING)) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    IngestJob snapshot() {
        lock.lock();
        try {
            boolean whole = state == IngestJob.State.DONE;
            double share = totalWork == 0 ? 0 : (doneWork + currentShare * currentWork) / (double) totalWork;
            share = whole ? 1 : Math.min(share, 0.999);
            Optional<Long> eta = Optional.empty();
            if (state == IngestJob.State.RUNNING && share >= 0.02) {
                long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
                eta = Optional.of(Math.round(elapsed * (1 - share) / share));
            }
            return new IngestJob(
                    id, state, message, files, current, Math.round(share * 1000) / 10.0, frames, moments, eta,
                    List.copyOf(items));
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            revision++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
