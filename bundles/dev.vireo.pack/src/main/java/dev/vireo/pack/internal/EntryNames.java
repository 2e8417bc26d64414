package dev.vireo.pack.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What entries of an archive may be called. */
final class EntryNames {
    private static final int LONGEST = 512;

    private final String what;
    private final StrictZip.Form form;

    EntryNames(String what, StrictZip.Form form) {
        this.what = what;
        this.form = form;
    }

    private VireoException refused(String name, String why) {
        return new VireoException(ErrorKind.USER_INPUT, what + ": entry \"" + Names.shown(name) + "\" " + why);
    }

    void check(List<ZipEntryHeader> entries) {
        Map<String, String> folded = new HashMap<>();
        Set<String> files = new HashSet<>();
        for (ZipEntryHeader entry : entries) {
            String name = entry.name();
            one(entry);
            String path = entry.folder() ? name.substring(0, name.length() - 1) : name;
            String other = folded.put(form == StrictZip.Form.INNER_JAR ? path : folded(path), path);
            if (other != null) {
                throw refused(name, other.equals(path) ? "is there twice" : "differs from \"" + Names.shown(other) + "\" in case only");
            }
            if (!entry.folder()) {
                files.add(path);
            }
        }
        for (ZipEntryHeader entry : entries) {
            for (int slash = entry.name().indexOf('/'); slash >= 0; slash = entry.name().indexOf('/', slash + 1)) {
                if (files.contains(entry.name().substring(0, slash))) {
                    throw refused(entry.name(), "lies in \"" + Names.shown(entry.name().substring(0, slash)) + "\", which is a file");
                }
            }
        }
    }

    private void one(ZipEntryHeader entry) {
        String name = entry.name();
        if (name.isEmpty() || name.length() > LONGEST) {
            throw refused(name, "has a name of " + name.length() + " characters; expected 1 to " + LONGEST);
        }
        if (name.indexOf('\0') >= 0) {
            throw refused(name, "has a NUL in its name");
        }
        if (name.indexOf('\\') >= 0) {
            throw refused(name, "has a backslash in its name");
        }
        if (!Names.plain(name)) {
            throw refused(name, "has a control character in its name");
        }
        if (name.startsWith("/") || name.matches("[A-Za-z]:.*")) {
            throw refused(name, "has an absolute name");
        }
        String path = entry.folder() ? name.substring(0, name.length() - 1) : name;
        for (String part : path.split("/", -1)) {
            if (part.equals("..") || part.equals(".") || part.isEmpty()) {
                throw refused(name, part.equals("..") ? "has \"..\" in its name" : "has an empty part or \".\" in its name");
            }
        }
        if (entry.folder() && (form == StrictZip.Form.PACKAGE || entry.size() != 0)) {
            throw refused(name, form == StrictZip.Form.PACKAGE ? "is a folder; a package holds files only" : "is a folder with content");
        }
    }

    private static String folded(String path) {
        return Normalizer.normalize(path, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
