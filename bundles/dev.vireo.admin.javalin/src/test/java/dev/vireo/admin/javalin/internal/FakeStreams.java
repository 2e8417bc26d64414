package dev.vireo.admin.javalin.internal;

import dev.vireo.api.catalog.StreamSource;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.StreamRequest;
import dev.vireo.api.ingest.StreamStatus;
import dev.vireo.api.ingest.Streams;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Streams that record nothing. */
final class FakeStreams implements Streams {
    static final Instant LOST = Instant.parse("2024-05-14T14:30:00Z");

    private final Map<Long, StreamStatus> streams = new ConcurrentSkipListMap<>();

    @Override
    public StreamStatus add(StreamRequest request) {
        if (request.address().startsWith("file:")) {
            throw new VireoException(ErrorKind.USER_INPUT, "'file' is no kind of stream that Vireo records");
        }
        StreamStatus status = new StreamStatus(
                new StreamSource(streams.size() + 1, request.domain(), request.address().replaceAll("//.*@", "//"),
                        Optional.of("secret"), request.keep(), LOST, Optional.of(-250L)),
                StreamStatus.State.WAITING, "nobody answers there", Optional.of(LOST.plusSeconds(60)), Optional.of(LOST),
                Optional.of(LOST), 2, Optional.of(new StreamStatus.Delay(5_000, 9_000, 12)), 3, 4_096);
        streams.put(status.stream().id(), status);
        return status;
    }

    @Override
    public List<StreamStatus> list() {
        return List.copyOf(streams.values());
    }

    @Override
    public Optional<StreamStatus> status(long id) {
        return Optional.ofNullable(streams.get(id));
    }

    @Override
    public List<StreamSource.Gap> gaps(long id, int limit) {
        return List.of(new StreamSource.Gap(LOST, LOST.plusSeconds(5), "the line was cut"));
    }

    @Override
    public void remove(long id) {
        if (streams.remove(id) == null) {
            throw new VireoException(ErrorKind.NOT_FOUND, "there is no stream s" + id);
        }
    }
}
