package dev.vireo.index.jvector.internal;

import dev.vireo.api.index.Neighbour;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The k best so far; among equal cosines the smaller id is better. */
final class Nearest {
    private static final Comparator<Neighbour> WORST_FIRST =
            Comparator.comparingDouble(Neighbour::cosine).thenComparing(Neighbour::id, Comparator.reverseOrder());

    private final int k;
    private final PriorityQueue<Neighbour> heap = new PriorityQueue<>(WORST_FIRST);

    Nearest(int k) {
        this.k = k;
    }

    void offer(long id, float cosine) {
        if (heap.size() < k) {
            heap.add(new Neighbour(id, cosine));
            return;
        }
        Neighbour worst = heap.peek();
        if (cosine > worst.cosine() || cosine == worst.cosine() && id < worst.id()) {
            heap.poll();
            heap.add(new Neighbour(id, cosine));
        }
    }

    List<Neighbour> nearestFirst() {
        Neighbour[] sorted = heap.toArray(Neighbour[]::new);
        Arrays.sort(sorted, WORST_FIRST.reversed());
        return List.of(sorted);
    }
}
