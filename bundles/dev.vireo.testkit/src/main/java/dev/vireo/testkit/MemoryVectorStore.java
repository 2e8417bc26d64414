package dev.vireo.testkit;

import dev.vireo.api.encode.Space;
import dev.vireo.api.index.Segment;
import dev.vireo.api.index.StoredVector;
import dev.vireo.api.index.VectorStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A vector store that forgets everything at the end. Thread-safe. */
public final class MemoryVectorStore implements VectorStore {
    private final Map<Space, TreeMap<Long, float[]>> vectors = new HashMap<>();
    private final Map<Space, List<Segment>> segments = new HashMap<>();
    private final Map<Space, List<Long>> deleted = new HashMap<>();
    private long lastId;

    /** @return the id it got */
    public synchronized long add(Space space, float[] vector) {
        vectors.computeIfAbsent(space, s -> new TreeMap<>()).put(++lastId, vector.clone());
        return lastId;
    }

    public synchronized void delete(Space space, long id) {
        if (vectors.get(space).remove(id) != null) {
            deleted.computeIfAbsent(space, s -> new ArrayList<>()).add(id);
        }
    }

    /** Live vectors by id. */
    public synchronized Map<Long, float[]> live(Space space) {
        return new TreeMap<>(vectors.getOrDefault(space, new TreeMap<>()));
    }

    @Override
    public synchronized List<Space> spaces() {
        return vectors.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public synchronized long count(Space space) {
        return vectors.getOrDefault(space, new TreeMap<>()).size();
    }

    @Override
    public void forEach(Space space, long afterId, Consumer<StoredVector> consumer) {
        Map<Long, float[]> after;
        synchronized (this) {
            after = new TreeMap<>(vectors.getOrDefault(space, new TreeMap<>()).tailMap(afterId, false));
        }
        after.forEach((id, vector) -> consumer.accept(new StoredVector(id, vector)));
    }

    @Override
    public synchronized void forEach(Space space, long[] ids, Consumer<StoredVector> consumer) {
        TreeMap<Long, float[]> all = vectors.getOrDefault(space, new TreeMap<>());
        java.util.Arrays.stream(ids)
                .sorted()
                .distinct()
                .filter(all::containsKey)
                .forEach(id -> consumer.accept(new StoredVector(id, all.get(id))));
    }

    @Override
    public synchronized Deletions deletions(Space space, long afterDeletion) {
        List<Long> log = deleted.getOrDefault(space, List.of());
        int from = (int) Math.min(afterDeletion, log.size());
        return new Deletions(
                log.subList(from, log.size()).stream().mapToLong(Long::longValue).toArray(), log.size());
    }

    @Override
    public synchronized List<Segment> segments(Space space) {
        return List.copyOf(segments.getOrDefault(space, List.of()));
    }

    @Override
    public synchronized void publish(Space space, List<Segment> added, List<Segment> replaced) {
        List<Segment> now = segments.computeIfAbsent(space, s -> new ArrayList<>());
        now.removeAll(replaced);
        now.addAll(added);
    }
}
