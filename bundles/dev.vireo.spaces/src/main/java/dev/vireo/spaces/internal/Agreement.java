package dev.vireo.spaces.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How far two ranked lists agree; each names an item once. */
final class Agreement {
    private static final double PERSISTENCE = 0.9;

    private Agreement() {}

    /** Share of the longer list's first k that is among the first k of the other; 1 for two empty lists. */
    static double overlap(List<Long> a, List<Long> b, int k) {
        Set<Long> first = new HashSet<>(head(a, k));
        int longer = Math.max(first.size(), head(b, k).size());
        first.retainAll(new HashSet<>(head(b, k)));
        return longer == 0 ? 1 : first.size() / (double) longer;
    }

    /** Kendall's tau-b of what both list among their first k; there are no ties, so tau-b is tau. 1 with less than two in common. */
    static double tau(List<Long> a, List<Long> b, int k) {
        List<Long> common = new ArrayList<>(head(a, k));
        common.retainAll(new HashSet<>(head(b, k)));
        int n = common.size();
        if (n < 2) {
            return 1;
        }
        int agreeing = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                agreeing += b.indexOf(common.get(i)) < b.indexOf(common.get(j)) ? 1 : -1;
            }
        }
        return agreeing / (n * (n - 1) / 2.0);
    }

    /** Rank-biased overlap, extrapolated for lists of unequal length (Webber, Moffat and Zobel 2010, equation 32); 1 for two empty lists. */
    static double rbo(List<Long> a, List<Long> b) {
        List<Long> shorter = a.size() <= b.size() ? a : b;
        List<Long> longer = a.size() <= b.size() ? b : a;
        int s = shorter.size();
        int l = longer.size();
        if (s == 0) {
            return l == 0 ? 1 : 0;
        }
        double p = PERSISTENCE;
        Set<Long> seenShort = new HashSet<>();
        Set<Long> seenLong = new HashSet<>();
        int overlap = 0;
        int atShort = 0;
        double sum = 0;
        double beyond = 0;
        for (int d = 1; d <= l; d++) {
            if (d <= s) {
                Long x = shorter.get(d - 1);
                Long y = longer.get(d - 1);
                seenShort.add(x);
                seenLong.add(y);
                overlap += x.equals(y) ? 1 : (seenLong.contains(x) ? 1 : 0) + (seenShort.contains(y) ? 1 : 0);
                atShort = overlap;
            } else {
                overlap += seenShort.contains(longer.get(d - 1)) ? 1 : 0;
            }
            sum += overlap / (double) d * Math.pow(p, d);
            if (d > s) {
                beyond += atShort * (d - s) / (double) (s * d) * Math.pow(p, d);
            }
        }
        return (1 - p) / p * (sum + beyond) + ((overlap - atShort) / (double) l + atShort / (double) s) * Math.pow(p, l);
    }

    private static List<Long> head(List<Long> list, int k) {
        return list.subList(0, Math.min(k, list.size()));
    }
}
