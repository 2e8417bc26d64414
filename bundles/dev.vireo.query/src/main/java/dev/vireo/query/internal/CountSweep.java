package dev.vireo.query.internal;

import dev.vireo.api.catalog.Track;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * How many things are on screen at once. Tracks are intervals, so what flickers between two sampled frames still counts;
 * between two ends of intervals the number is constant, and each such stretch is judged by the exact distribution of the
 * number of true ones among independent uncertain ones (Poisson binomial).
 */
final class CountSweep {
    /** @param probability that the track is one of those counted */
    record Member(Track track, double probability) {}

    /**
     * A stretch of time with one set of things.
     *
     * @param members those on screen, most probable first
     * @param probability that the number of true ones is as asked
     */
    record Stretch(long startMs, long endMs, List<Member> members, double probability) {
        long length() {
            return endMs - startMs;
        }

        long counted(double yes) {
            return members.stream().filter(m -> m.probability >= yes).count();
        }
    }

    private CountSweep() {}

    /** All stretches in which at least one member is on screen, in order of time. */
    static List<Stretch> stretches(List<Member> members, int least, int most) {
        TreeSet<Long> ends = new TreeSet<>();
        for (Member member : members) {
            ends.add(member.track.startMs());
            ends.add(Math.max(member.track.startMs(), member.track.endMs()));
        }
        List<Long> marks = new ArrayList<>(ends);
        List<Stretch> stretches = new ArrayList<>();
        if (marks.size() == 1) {
            add(stretches, marks.get(0), marks.get(0), members, least, most);
        }
        for (int i = 0; i + 1 < marks.size(); i++) {
            add(stretches, marks.get(i), marks.get(i + 1), members, least, most);
        }
        return stretches;
    }

    private static void add(List<Stretch> stretches, long from, long to, List<Member> members, int least, int most) {
        List<Member> here = members.stream()
                .filter(m -> m.track.startMs() <= from && (m.track.endMs() >= to && (m.track.endMs() > from || from == to)))
                .sorted(Comparator.comparingDouble(Member::probability).reversed().thenComparing(m -> m.track.id()))
                .toList();
        if (!here.isEmpty()) {
            stretches.add(new Stretch(from, to, here, between(here, least, most)));
        }
    }

    /** Probability that between {@code least} and {@code most} of the members are true. */
    static double between(List<Member> members, int least, int most) {
        double[] number = new double[members.size() + 1];
        number[0] = 1;
        for (Member member : members) {
            double p = member.probability;
            for (int n = number.length - 1; n >= 0; n--) {
                number[n] = number[n] * (1 - p) + (n > 0 ? number[n - 1] * p : 0);
            }
        }
        double sum = 0;
        for (int n = Math.max(0, least); n < number.length && n <= most; n++) {
            sum += number[n];
        }
        return Math.min(1, sum);
    }
}
