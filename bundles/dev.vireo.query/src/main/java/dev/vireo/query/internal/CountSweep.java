package dev.vireo.query.internal;

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
 * <p>Each thing is believed or not by its own probability; the probability of the number is that of the weakest of these
 * decisions (the Fréchet bound of their conjunction). Faults of one detector on one kind of thing depend on each other:
 * multiplying them would make every larger group improbable, however clearly it is seen.
 */
final class CountSweep {
    /** Sampled frames in a row that may miss a thing that is there. */
    private static final int SKIPPED = 2;

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
            double enough = least < 1 ? 1 : least <= members.size() ? members.get(least - 1).probability : 0;
            double noMore = most < members.size() ? 1 - members.get(most).probability : 1;
            return Math.min(enough, noMore);
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
