package dev.vireo.deploy.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;

/**
 * How long and how much a deployment may take.
 *
 * @param warmSeconds how long what was replaced stays started
 * @param watchSeconds how long a new generation is watched before it is the last good one
 * @param drainSeconds longest wait for the requests that hold what was replaced
 * @param probeLimitSeconds longest time of a probe, and of the start beside the serving one
 * @param probeMemoryMib most resident memory of a probe's process
 * @param memoryLimitMib most resident memory of this process; 0 leaves it to machine and control group
 * @param indexLimitSeconds longest wait for a new index to build its segments
 * @param readyOverlapPercent least share of the first ten hits that a new space must have in common with what serves, to take over
 *     by itself
 * @param readyTimePercent most that 95 of 100 questions may take in it then, of what they take in what serves
 */
record Settings(
        int warmSeconds, int watchSeconds, int drainSeconds, int probeLimitSeconds, int probeMemoryMib, int memoryLimitMib,
        int indexLimitSeconds, int readyOverlapPercent, int readyTimePercent) {
    Settings {
        range("warm.s", warmSeconds, 0, 86_400);
        range("watch.s", watchSeconds, 0, 3_600);
        range("drain.s", drainSeconds, 0, 3_600);
        range("probe.limit.s", probeLimitSeconds, 5, 3_600);
        range("probe.memory.mib", probeMemoryMib, 128, 1 << 20);
        range("memory.limit.mib", memoryLimitMib, 0, 1 << 20);
        range("index.limit.s", indexLimitSeconds, 0, 86_400);
        range("ready.overlap.percent", readyOverlapPercent, 0, 100);
        range("ready.time.percent", readyTimePercent, 100, 1_000);
    }

    private static void range(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new VireoException(ErrorKind.USER_INPUT, "dev.vireo.deploy: " + name + " is " + value + ", allowed are "
                    + min + " to " + max + "; correct the configuration");
        }
    }
}
