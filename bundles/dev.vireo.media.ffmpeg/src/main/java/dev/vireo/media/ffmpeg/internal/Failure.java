package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Turns the end of a child into an error that a person can use. */
final class Failure {
    private static final Pattern ADDRESS = Pattern.compile("(\\[[^\\]]* @ 0x[0-9a-f]+\\] ?)+");
    private static final Pattern OUT_OF_MEMORY = Pattern.compile(
            "Cannot allocate memory|std::bad_alloc|Error allocating|Failed to (?:re)?allocate|malloc of size");
    private static final Pattern MISSING_LIBRARY =
            Pattern.compile("error while loading shared libraries: ([^:\\s]+)");
    /** What the allow-list of decoders makes FFmpeg say. */
    static final Pattern NOT_ALLOWED = Pattern.compile("Codec \\(([^)]*)\\) not on whitelist");
    private static final Pattern NOISE = Pattern.compile(".*not on whitelist.*|\\s*Last message repeated.*|\\s*");
    private static final int SIGXCPU = 24;
    private static final int SIGKILL = 9;
    private static final int LAST_SIGNAL = 31;
    /** FFmpeg exits with the low byte of its negative error code. */
    private static final int NO_MEMORY = 256 - 12;
    private static final int NO_THREAD = 256 - 11;

    private Failure() {}

    /**
     * @param child has ended
     * @param tooSlow what to say when it was killed for taking too long
     */
    static VireoException of(Path file, Child child, int exit, String tooSlow) {
        String name = Header.shown(file);
        String errors = child.errors();
        if (child.killed() == Child.Killed.STOPPING) {
            return Children.stopped();
        }
        if (child.killed() == Child.Killed.TIMEOUT) {
            return new VireoException(ErrorKind.RESOURCES, name + ": " + tooSlow + "; the decoder was ended");
        }
        if (exit == 128 + SIGXCPU || exit == 128 + SIGKILL) {
            return new VireoException(ErrorKind.RESOURCES,
                    name + ": the decoder used up its processor time or memory and was ended");
        }
        if (exit == NO_MEMORY || exit == NO_THREAD || OUT_OF_MEMORY.matcher(errors).find()) {
            return new VireoException(ErrorKind.RESOURCES, name + " needs more memory to decode than one decoder may "
                    + "have (setting child_memory_mib of dev.vireo.media.ffmpeg)");
        }
        var library = MISSING_LIBRARY.matcher(errors);
        if (library.find()) {
            return new VireoException(ErrorKind.EXTERNAL, "the media decoder needs the system library "
                    + library.group(1) + "; on Debian: apt-get install libstdc++6 libgcc-s1");
        }
        if (exit > 128 && exit <= 128 + LAST_SIGNAL) {
            return new VireoException(ErrorKind.USER_INPUT,
                    name + " made its decoder crash (signal " + (exit - 128) + "); the file is damaged or hostile");
        }
        return new VireoException(ErrorKind.USER_INPUT, name + " cannot be decoded: " + first(errors));
    }

    /** True when FFmpeg named a fault of the file; that it may not decode sound is none. */
    static boolean complained(String errors) {
        return errors.lines().anyMatch(line -> !NOISE.matcher(line).matches());
    }

    /** The first error without addresses and control characters; FFmpeg names the cause first. */
    static String first(String errors) {
        String line = errors.lines().filter(text -> !NOISE.matcher(text).matches())
                .map(text -> Header.harmless(ADDRESS.matcher(text).replaceAll("")).trim())
                .filter(text -> !text.isEmpty()).findFirst().orElse("it is damaged");
        line = line.replace("fd:: ", "").replace("fd:", "the file").replace("moov atom not found",
                "its index (moov) is missing; the file is cut off or its recording was not finished");
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }
}
