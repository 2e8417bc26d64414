package dev.vireo.api.catalog;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * The models that made the results of an asset, each as {@code id@version}. Encoders are not among them: vectors tell by their
 * space who made them. The sets are in order of name.
 *
 * @param detectors those that looked for objects; empty when none was live
 * @param classifiers those that named what was found
 * @param readers those that read text
 */
public record Makers(Set<String> detectors, Set<String> classifiers, Set<String> readers) {
    /** Nothing is known. */
    public static final Makers NONE = new Makers(Set.of(), Set.of(), Set.of());

    /** A family of models whose results an asset keeps. */
    public enum Family {
        DETECTOR,
        CLASSIFIER,
        READER
    }

    public Makers {
        detectors = sorted(detectors, Set.of());
        classifiers = sorted(classifiers, Set.of());
        readers = sorted(readers, Set.of());
    }

    private static Set<String> sorted(Set<String> some, Set<String> more) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(more);
        return Collections.unmodifiableSet(all);
    }

    public Set<String> of(Family family) {
        return switch (family) {
            case DETECTOR -> detectors;
            case CLASSIFIER -> classifiers;
            case READER -> readers;
        };
    }

    /** These and the others. */
    public Makers and(Makers others) {
        return new Makers(sorted(detectors, others.detectors), sorted(classifiers, others.classifiers), sorted(readers, others.readers));
    }

    /**
     * Whether results of these would come out otherwise today: one that is live had no part in them, or another version of one
     * that is live had. A model that merely went away changes nothing: what it said is not known any better without it.
     *
     * @param live what is live now; a family of which nothing is live is not compared
     * @param families the families that count
     */
    public boolean outdated(Makers live, Set<Family> families) {
        return families.stream().anyMatch(family -> differ(of(family), live.of(family)));
    }

    private static boolean differ(Set<String> made, Set<String> live) {
        return live.stream().anyMatch(now -> !made.contains(now)
                || made.stream().anyMatch(then -> !then.equals(now) && id(then).equals(id(now)) && !live.contains(then)));
    }

    private static String id(String ref) {
        int at = ref.indexOf('@');
        return at < 0 ? ref : ref.substring(0, at);
    }
}
