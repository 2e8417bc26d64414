package dev.vireo.ingest.internal.twin;

import dev.vireo.api.catalog.FrameHash;
import dev.vireo.api.media.Frame;
import dev.vireo.api.media.FrameStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a video is recognised by: a {@link PerceptualHash} of what changes in it. A camera that looks at one place all day
 * shows the same picture all day; what tells one hour from the other is what moves. So each frame, averaged over about a
 * second because copies are sampled at other instants, is explained as far as possible by the mean of the seconds around
 * it, brighter or darker as a whole ({@code f = a m + b}, least squares), and the rest is hashed. Where nothing is left,
 * because the scene stands still, is dark or flat, there is no hash: such frames are like those of any such footage.
 *
 * <p>Frames are added by the decoding thread and taken by another.
 */
public final class MotionHashes {
    /** How far the mean reaches to both sides [ms]: long against what passes by, short against clouds and daylight. */
    static final long AROUND_MS = 3_000;

    /** How far a frame itself is averaged to both sides [ms]. */
    private static final long BLUR_MS = 300;

    /** Fewer frames around one than this say nothing of what stands still. */
    private static final int LEAST = 6;

    /** Contrast below which what is left is noise, of 255. */
    private static final double LEAST_CHANGE = 0.7;

    private record Sample(long timeMs, float[] grey) {}

    private final List<FrameHash> ready = new ArrayList<>();

    // Only the decoding thread uses these.
    private final ArrayDeque<Sample> around = new ArrayDeque<>();
    private long hashedMs = -1;
    private long lastMs = -1;
    private int width;
    private int height;

    /** The same stream, its frames hashed as they pass. */
    public FrameStream over(FrameStream frames) {
        return new FrameStream() {
            @Override
            public Optional<Frame> next() {
                Optional<Frame> next = frames.next();
                next.ifPresentOrElse(MotionHashes.this::add, MotionHashes.this::rest);
                return next;
            }

            @Override
            public void close() {
                frames.close();
            }
        };
    }

    /** Adds a frame; one that was there already, as after a change of decoders, is passed over. */
    void add(Frame frame) {
        if (frame.timeMs() <= lastMs) {
            return;
        }
        if (frame.image().width() != width || frame.image().height() != height) {
            rest(); // another way of scaling: what differs between the two is no change of the scene
            around.clear();
            width = frame.image().width();
            height = frame.image().height();
        }
        lastMs = frame.timeMs();
        around.add(new Sample(lastMs, PerceptualHash.grey(frame.image())));
        hash(lastMs - AROUND_MS);
        while (around.getFirst().timeMs < hashedMs - AROUND_MS) {
            around.removeFirst();
        }
    }

    /** No more frames come, or none that are like those before: the last ones are hashed by what there is. */
    void rest() {
        hash(lastMs);
    }

    /** Hashes of the frames before a position that are there by now, each given once. */
    public List<FrameHash> take(long beforeMs) {
        synchronized (ready) {
            List<FrameHash> taken = ready.stream().filter(h -> h.timeMs() < beforeMs).toList();
            ready.removeAll(taken);
            return taken;
        }
    }

    private void hash(long toMs) {
        for (Sample sample : around) {
            if (sample.timeMs > hashedMs && sample.timeMs <= toMs) {
                hashedMs = sample.timeMs;
                float[] change = change(sample.timeMs);
                if (change != null && PerceptualHash.contrast(change) >= LEAST_CHANGE) {
                    long hash = PerceptualHash.of(change);
                    synchronized (ready) {
                        ready.add(new FrameHash(sample.timeMs, hash));
                    }
                }
            }
        }
    }

    /** What of a frame the frames around it do not explain; null when they are too few. */
    private float[] change(long timeMs) {
        float[] mean = new float[PerceptualHash.SIDE * PerceptualHash.SIDE];
        float[] now = new float[mean.length];
        int all = 0;
        int near = 0;
        for (Sample sample : around) {
            long off = Math.abs(sample.timeMs - timeMs);
            if (off <= AROUND_MS) {
                add(mean, sample.grey);
                all++;
            }
            if (off <= BLUR_MS) {
                add(now, sample.grey);
                near++;
            }
        }
        if (all < LEAST) {
            return null;
        }
        double sumM = 0;
        double sumN = 0;
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= all;
            now[i] /= near;
            sumM += mean[i];
            sumN += now[i];
        }
        double meanM = sumM / mean.length;
        double meanN = sumN / mean.length;
        double together = 0;
        double alone = 0;
        for (int i = 0; i < mean.length; i++) {
            together += (mean[i] - meanM) * (now[i] - meanN);
            alone += (mean[i] - meanM) * (mean[i] - meanM);
        }
        double gain = alone > 1e-6 ? together / alone : 0;
        for (int i = 0; i < mean.length; i++) {
            now[i] -= (float) (meanN + gain * (mean[i] - meanM));
        }
        return now;
    }

    private static void add(float[] sum, float[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += values[i];
        }
    }
}
