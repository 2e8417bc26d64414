package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.Observation;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Binary columns. All numbers are little endian, but those of labels, which SQL has written too. */
final class Blobs {
    /**
     * First byte of a path. Then for each observation: time [ms] int64, and x, y, w, h [px] and score as float32, which
     * is a thousandth of a pixel at the far edge of an 8K frame.
     */
    private static final byte PATH_1 = 1;

    private static final int OBSERVATION_BYTES = Long.BYTES + 5 * Float.BYTES;

    private Blobs() {}

    static byte[] path(List<Observation> path) {
        ByteBuffer out = ByteBuffer.allocate(1 + path.size() * OBSERVATION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.put(PATH_1);
        for (Observation o : path) {
            Box box = o.box();
            if (!((float) box.w() > 0) || !((float) box.h() > 0) || !Float.isFinite((float) (box.x() + box.y()))) {
                throw new VireoException(
                        ErrorKind.INTERNAL, "box " + box + " cannot be stored: it needs a finite place and a positive size");
            }
            out.putLong(o.timeMs());
            out.putFloat((float) box.x()).putFloat((float) box.y());
            out.putFloat((float) box.w()).putFloat((float) box.h());
            out.putFloat((float) o.score());
        }
        return out.array();
    }

    static List<Observation> path(byte[] blob) {
        ByteBuffer in = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
        byte format = in.get();
        if (format != PATH_1 || in.remaining() % OBSERVATION_BYTES != 0) {
            throw new VireoException(
                    ErrorKind.INTERNAL, "a stored path has format " + format + " and " + blob.length
                            + " bytes, which this Vireo cannot read; install the version that wrote it");
        }
        Observation[] path = new Observation[in.remaining() / OBSERVATION_BYTES];
        for (int i = 0; i < path.length; i++) {
            long timeMs = in.getLong();
            Box box = new Box(in.getFloat(), in.getFloat(), in.getFloat(), in.getFloat());
            path[i] = new Observation(timeMs, box, in.getFloat());
        }
        return List.of(path); // as it is kept: not copied again
    }

    /** @param packed see {@link TrackLabels} */
    static byte[] labels(long[] packed) {
        ByteBuffer out = ByteBuffer.allocate(packed.length * Long.BYTES);
        out.asLongBuffer().put(packed);
        return out.array();
    }

    static long[] labels(byte[] blob) {
        long[] packed = new long[blob.length / Long.BYTES];
        ByteBuffer.wrap(blob).asLongBuffer().get(packed);
        return packed;
    }

    static byte[] vector(float[] vector) {
        ByteBuffer out = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.asFloatBuffer().put(vector);
        return out.array();
    }

    static float[] vector(byte[] blob) {
        float[] vector = new float[blob.length / Float.BYTES];
        ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }
}
