package dev.vireo.admin.javalin.internal;

import dev.vireo.api.catalog.Twin;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.Ingest;
import dev.vireo.api.ingest.IngestItem;
import dev.vireo.api.ingest.IngestItem.Outcome;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestJob.State;
import dev.vireo.api.ingest.IngestRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Jobs whose outcome the file names tell: {@code broken} is refused, {@code known} is there already, {@code missing} does
 * not exist, {@code crash} fails the job, {@code slow} never ends by itself; everything else is added.
 */
final class FakeIngest implements Ingest {
    private final FakeFootage footage;
    private final Executor executor;
    private final Map<String, IngestJob> jobs = new ConcurrentSkipListMap<>();
    private final List<Consumer<IngestJob>> listeners = new CopyOnWriteArrayList<>();
    private volatile IngestRequest last;

    FakeIngest(FakeFootage footage, Executor executor) {
        this.footage = footage;
        this.executor = executor;
    }

    IngestRequest last() {
        return last;
    }

    int listeners() {
        return listeners.size();
    }

    @Override
    public String submit(IngestRequest request) {
        for (String source : request.sources()) {
            if (source.contains("missing")) {
                throw new VireoException(ErrorKind.USER_INPUT, source + " does not exist; check the path");
            }
        }
        last = request;
        String id = "j" + (jobs.size() + 1);
        change(new IngestJob(id, State.QUEUED, "", 0, "", 0, 0, 0, Optional.empty(), List.of()));
        executor.execute(() -> work(id, request));
        return id;
    }

    private void work(String id, IngestRequest request) {
        List<IngestItem> items = new ArrayList<>();
        int files = request.sources().size();
        for (String source : request.sources()) {
            String name = String.valueOf(Path.of(source).getFileName());
            change(new IngestJob(
                    id, State.RUNNING, "", files, source, 100.0 * items.size() / files, 10, items.size(),
                    Optional.of(3_000L), List.copyOf(items)));
            if (name.startsWith("slow")) {
                return;
            }
            if (name.startsWith("crash")) {
                change(new IngestJob(
                        id, State.FAILED, "the disk is full", files, "", 50, 10, 0, Optional.empty(), List.copyOf(items)));
                return;
            }
            items.add(
                    name.startsWith("broken")
                            ? new IngestItem(source, Outcome.REFUSED, Optional.empty(), "the file is empty", 0, 0)
                            : name.startsWith("known")
                                    ? new IngestItem(source, Outcome.ALREADY_PRESENT, Optional.of(3L), "", 0, 79_500)
                                    : new IngestItem(source, Outcome.ADDED, Optional.of(4L), "", 2, 0,
                                            List.of(new Twin(3, 12_000, 0, 67_500, 0.9712))));
        }
        change(new IngestJob(
                id, State.DONE, "", files, "", 100, 20, 2, Optional.of(0L), List.copyOf(items)));
    }

    private synchronized void change(IngestJob job) {
        jobs.put(job.id(), job);
        listeners.forEach(l -> l.accept(job));
    }

    @Override
    public Optional<IngestJob> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public List<IngestJob> jobs() {
        return List.copyOf(jobs.values());
    }

    @Override
    public synchronized Listening listen(String id, Consumer<IngestJob> listener) {
        Consumer<IngestJob> mine = job -> {
            if (job.id().equals(id)) {
                listener.accept(job);
            }
        };
        listeners.add(mine);
        mine.accept(jobs.get(id));
        return () -> listeners.remove(mine);
    }

    @Override
    public void cancel(String id) {
        IngestJob job = jobs.get(id);
        change(new IngestJob(
                id, State.CANCELLED, "", job.files(), "", job.percent(), job.frames(), job.moments(), Optional.empty(),
                job.items()));
    }

    @Override
    public void delete(long asset) {
        footage.forget(asset);
    }
}
