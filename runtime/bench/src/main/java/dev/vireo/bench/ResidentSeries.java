package dev.vireo.bench;

import java.util.ArrayList;
import java.util.List;

/** Resident memory after each of many equal steps. A single look hits a process before or after it gave memory back: medians are compared. */
final class ResidentSeries {
    private final int settled;
    private final int window;
    private final List<Double> megabytes = new ArrayList<>();

    /**
     * @param settled the step up to which memory may grow
     * @param window steps that a median is taken over
     */
    ResidentSeries(int settled, int window) {
        if (window < 1 || settled < 1) {
            throw new IllegalArgumentException("settled is " + settled + " and the window " + window + ", both need at least 1");
        }
        this.settled = settled;
        this.window = window;
    }

    void add(double resident) {
        megabytes.add(resident);
    }

    /** Of the last steps of those in which memory may grow [MB]. */
    double before() {
        return medianUpTo(Math.min(settled, megabytes.size()));
    }

    /** Of the last steps of all [MB]. */
    double after() {
        return medianUpTo(megabytes.size());
    }

    double growthPercent() {
        return 100 * (after() - before()) / before();
    }

    private double medianUpTo(int end) {
        double[] last = megabytes.subList(Math.max(0, end - window), end).stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (last.length == 0) {
            throw new IllegalStateException("no step was taken yet");
        }
        return (last[(last.length - 1) / 2] + last[last.length / 2]) / 2;
    }
}
