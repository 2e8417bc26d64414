package dev.vireo.api.deploy;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Version of a package or a bundle, ordered as OSGi orders versions (Core Release 8, 3.2.5).
 *
 * @param major 0 to 999,999,999, as minor and micro
 * @param qualifier letters, digits, {@code _} and {@code -}; empty when there is none, which is the lowest
 */
public record PackageVersion(int major, int minor, int micro, String qualifier) implements Comparable<PackageVersion> {
    private static final Pattern FORM =
            Pattern.compile("(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})(?:\\.([\\w-]{1,60}))?");
    private static final Comparator<PackageVersion> ORDER = Comparator.comparingInt(PackageVersion::major)
            .thenComparingInt(PackageVersion::minor)
            .thenComparingInt(PackageVersion::micro)
            .thenComparing(PackageVersion::qualifier);

    /** @throws VireoException USER_INPUT when the text has another form than {@code 1.2.3} or {@code 1.2.3.qualifier} */
    public static PackageVersion parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new VireoException(ErrorKind.USER_INPUT, "version is \""
                    + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
                    + "\"; it needs three numbers and at most a qualifier, such as 1.2.0 or 1.2.0.rc1");
        }
        return new PackageVersion(
                Integer.parseInt(form.group(1)),
                Integer.parseInt(form.group(2)),
                Integer.parseInt(form.group(3)),
                form.group(4) == null ? "" : form.group(4));
    }

    @Override
    public int compareTo(PackageVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + micro + (qualifier.isEmpty() ? "" : "." + qualifier);
    }
}
