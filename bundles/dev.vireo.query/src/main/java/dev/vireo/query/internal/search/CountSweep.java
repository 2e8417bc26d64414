package dev.vireo.query.internal.search;

import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Track;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How many things are on screen at once. A track counts from one observation to the next as long as they follow each
 * other within {@value #SKIPPED} sampled frames, so a detector's blink does not change a number, but a thing that was
 * lost for long is not counted meanwhile. Between two such ends the number is constant.
 *
 * <p>Faults of one detector on one kind of thing depend on each other: multiplying them would make every larger group
 * improbable, however clearly it is seen. Were they one fault, {@code k} things or more would be there with the probability
 * {@code p} of the k-th likeliest (the Fréchet bound), and just {@code k} with {@code p(k) - p(k+1)}; were they strangers, the
 * numbers would have a Poisson binomial distribution. The probability of a number lies between both ({@link #STRANGERS}).
 */
final class CountSweep {
    /** Sampled frames in a row that may miss a thing that is there. */
    private static final int SKIPPED = 2;

    /**
     * Share of the faults that know nothing of each other: the least squared error on the fitting half of
     * {@code ./vireo bench reliability} (ADR 0011).
     */
    private static final double STRANGERS = 0.3;

    /** @param probability that the track is one of those counted */
    record Member(Track track, double probability) {}

    /**
     * A stretch of time with one set of things.
     *
     * @param members those on screen, most probable first
     */
    record Stretch(long startMs, long endMs, List<Member> members) {
        Stretch {
            members = List.copyOf(members);
        }

        long length() {
            return endMs - startMs;
        }

        long counted(double yes) {
            return members.stream().filter(m -> m.probability >= yes).count();
        }

        /** Probability that between {@code least} and {@code most} of the members are true. */
        double probability(int least, int most) {
            double together = Math.max(0, orMore(least) - (most < members.size() ? orMore(most + 1) : 0));
            return (1 - STRANGERS) * together + STRANGERS * apart(least, most);
        }

        /**
         * How sure the weakest is of the decisions that the number rests on: that so many are there, and that the next is not. Of
         * numbers that exclude each other the likeliest may well have less than one half for itself.
         */
        double decision(int least, int most) {
            return Math.min(orMore(least), most < members.size() ? 1 - orMore(most + 1) : 1);
        }

        private double orMore(int number) {
            return number < 1 ? 1 : number <= members.size() ? members.get(number - 1).probability : 0;
        }

        /** The same, were no member's truth to say anything of another's. */
        private double apart(int least, int most) {
            double[] numbers = new double[members.size() + 1];
            numbers[0] = 1;
            for (int i = 0; i < members.size(); i++) {
                double p = members.get(i).probability;
                for (int n = i + 1; n >= 0; n--) {
                    numbers[n] = numbers[n] * (1 - p) + (n > 0 ? numbers[n - 1] * p : 0);
                }
            }
            double sum = 0;
            for (int n = Math.max(0, least); n <= Math.min(most, members.size()); n++) {
                sum += numbers[n];
            }
            return Math.min(1, sum);
        }
    }

    private record Seen(Member member, long fromMs, long toMs) {}

    private CountSweep() {}

    /** All stretches in which at least one member is on screen, in order of time. */
    static List<Stretch> stretches(List<Member> members) {
        long step = step(members);
        List<Seen> seen = new ArrayList<>();
        members.forEach(member -> split(member, step, seen));
        TreeSet<Long> ends = new TreeSet<>();
        seen.forEach(s -> {
            ends.add(s.fromMs);
            ends.add(s.toMs);
        });
        List<Long> marks = new ArrayList<>(ends);
        List<Stretch> stretches = new ArrayList<>();
        for (int i = 0; i + 1 < marks.size() || i == 0 && marks.size() == 1; i++) {
            long from = marks.get(i);
            long to = marks.size() == 1 ? from : marks.get(i + 1);
            Map<Long, Member> here = new LinkedHashMap<>(); // by id: a track is too large to be compared whole
            seen.stream().filter(s -> s.fromMs <= from && s.toMs >= to).forEach(s -> here.put(s.member.track.id(), s.member));
            if (!here.isEmpty()) {
                stretches.add(new Stretch(from, to, here.values().stream()
                        .sorted(Comparator.comparingDouble(Member::probability).reversed().thenComparing(m -> m.track.id()))
                        .toList()));
            }
        }
        return stretches;
    }

    /** Distance of the sampled frames: the smallest between two observations of one track [ms]. */
    private static long step(List<Member> members) {
        long step = Long.MAX_VALUE;
        for (Member member : members) {
            List<Observation> path = member.track.path();
            for (int i = 1; i < path.size(); i++) {
                step = Math.min(step, Math.max(1, path.get(i).timeMs() - path.get(i - 1).timeMs()));
            }
        }
        return step == Long.MAX_VALUE ? 0 : step;
    }

    private static void split(Member member, long step, List<Seen> seen) {
        List<Observation> path = member.track.path();
        long from = path.get(0).timeMs();
        for (int i = 1; i <= path.size(); i++) {
            long before = path.get(i - 1).timeMs();
            if (i == path.size() || path.get(i).timeMs() - before > step * (SKIPPED + 1)) {
                seen.add(new Seen(member, from, Math.clamp(before + step, from, Math.max(from, member.track.endMs()))));
                from = i < path.size() ? path.get(i).timeMs() : from;
            }
        }
    }
}
