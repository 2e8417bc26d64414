package dev.vireo.query.internal.background;

import dev.vireo.api.query.BackgroundWork;
import dev.vireo.api.query.SearchTimes;
import dev.vireo.api.query.SearchTimes.Times;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How long to rest between two steps of background work, so that the 95th percentile of search times stays below a multiple
 * of what it is while nothing is done. When nobody asks there is no rest. Used by one thread.
 *
 * <p>What is normal is measured while nothing is done: before the first step, and again every few minutes, for load changes. From
 * then on rests double when questions get slower than aimed at, and shrink when they do not.
 */
final class QuestionPace implements BackgroundWork.Pace {
    /** Over which questions are looked at while work is done. */
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final long TICK_NANOS = Duration.ofSeconds(2).toNanos();
    /** How long nothing is done to see what is normal [ms]. */
    private static final long QUIET_MS = 4_000;
    private static final long NORMAL_LASTS_NANOS = Duration.ofMinutes(3).toNanos();
    private static final int LEAST_QUESTIONS = 8;
    private static final long LONGEST_MS = 10_000;
    private static final long SHORTEST_MS = 20;

    private final SearchTimes times;
    private final double aim;
    private final LongSupplier nanos;
    /** 95th percentile while nothing is done [ms]; 0 when it is not known. */
    private double normal;
    private long normalNanos;
    private boolean quiet;
    private double last;
    private long restMs;
    private long tickNanos;

    /** @param limit what search times may rise to, as a multiple of normal; the aim lies halfway to it */
    QuestionPace(SearchTimes times, double limit, LongSupplier nanos) {
        this.times = times;
        this.aim = 1 + (limit - 1) / 2;
        this.nanos = nanos;
        this.tickNanos = nanos.getAsLong() - TICK_NANOS;
    }

    @Override
    public long rest() {
        long now = nanos.getAsLong();
        if (quiet) {
            learn(now);
            return restMs;
        }
        if (now - tickNanos < TICK_NANOS) {
            return restMs;
        }
        tickNanos = now;
        Times seen = times.last(WINDOW);
        if (seen.count() < LEAST_QUESTIONS) {
            last = 0;
            restMs = 0; // nobody waits
            return restMs;
        }
        last = seen.p95();
        if (normal == 0 || now - normalNanos > NORMAL_LASTS_NANOS) {
            quiet = true;
            return QUIET_MS;
        }
        if (last > aim * normal) {
            restMs = Math.clamp(2 * restMs, SHORTEST_MS, LONGEST_MS);
        } else {
            restMs = restMs <= SHORTEST_MS ? 0 : restMs * 4 / 5;
        }
        return restMs;
    }

    private void learn(long now) {
        quiet = false;
        tickNanos = now;
        Times seen = times.last(Duration.ofMillis(QUIET_MS - 500)); // what ran when the rest began does not count
        if (seen.count() >= LEAST_QUESTIONS / 2) {
            normal = normal == 0 ? seen.p95() : (normal + seen.p95()) / 2;
            normalNanos = now;
        }
    }

    @Override
    public String told() {
        return restMs == 0 || normal == 0 ? "" : String.format(Locale.ROOT,
                "gives way to questions (95 of 100 within %.0f ms, %.0f ms while it rests)", last, normal);
    }
}
