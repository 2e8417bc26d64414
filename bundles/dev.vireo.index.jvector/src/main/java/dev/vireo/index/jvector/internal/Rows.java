package dev.vireo.index.jvector.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vectors outside the heap, by row. All scores of the index come from {@link #dot}, so that a cosine does not depend on
 * the way a vector was found.
 */
interface Rows {
    VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;

    int dimension();

    /** The memory that row {@code row} lies in. */
    MemorySegment memory(int row);

    /** Where the row starts in {@link #memory} [bytes]. */
    long offset(int row);

    ByteOrder order();

    /** Scalar product of a vector of unit length with a row, cut to −1..1. */
    default float cosine(float[] query, int row) {
        float dot = dot(query, memory(row), offset(row), order());
        return Math.max(-1f, Math.min(1f, dot));
    }

    default float[] copy(int row) {
        float[] copy = new float[dimension()];
        MemorySegment.copy(
                memory(row), ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order()), offset(row), copy, 0, copy.length);
        return copy;
    }

    private static float dot(float[] query, MemorySegment memory, long offset, ByteOrder order) {
        int step = LANES.length();
        int n = query.length;
        // four sums, so that no multiplication waits for the one before it
        FloatVector a = FloatVector.zero(LANES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int i = 0;
        for (; i + 4 * step <= n; i += 4 * step) {
            a = product(query, i, memory, offset, order, a);
            b = product(query, i + step, memory, offset, order, b);
            c = product(query, i + 2 * step, memory, offset, order, c);
            d = product(query, i + 3 * step, memory, offset, order, d);
        }
        for (; i + step <= n; i += step) {
            a = product(query, i, memory, offset, order, a);
        }
        float sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
        ValueLayout.OfFloat layout = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(order);
        for (; i < n; i++) {
            sum += query[i] * memory.get(layout, offset + 4L * i);
        }
        return sum;
    }

    private static FloatVector product(
            float[] query, int at, MemorySegment memory, long offset, ByteOrder order, FloatVector sum) {
        return FloatVector.fromArray(LANES, query, at)
                .fma(FloatVector.fromMemorySegment(LANES, memory, offset + 4L * at, order), sum);
    }
}
