package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the end of a recorder child into an error that a person can use. Addresses are shown without passwords. */
final class StreamFailure {
    private static final Pattern STATUS = Pattern.compile("\\b(4\\d\\d|5\\d\\d) ([A-Z][\\w ]{1,40})|returned (4\\d\\d|5\\d\\d)");
    private static final Pattern NOT_ALLOWED =
            Pattern.compile("Format not on whitelist|Protocol '([^']*)' not on whitelist|Codec \\(([^)]*)\\) not on whitelist");
    private static final Pattern NO_VIDEO = Pattern.compile("Stream map '[^']*' matches no streams|does not contain any stream");
    private static final Pattern PACKING = Pattern.compile("Could not find tag for codec (\\w+)");

    private StreamFailure() {}

    /**
     * @param child has ended
     * @param begun whether a frame ever came
     */
    static VireoException of(StreamAddress address, Child child, int exit, boolean begun, long silenceMs) {
        String name = address.shown();
        String errors = child.errors();
        if (child.killed() == Child.Killed.STOPPING && errors.isBlank()) {
            return new VireoException(ErrorKind.EXTERNAL, name + " sent what is no video that can be recorded");
        }
        Matcher status = STATUS.matcher(errors);
        if (!begun && status.find()) {
            String code = status.group(1) != null ? status.group(1) : status.group(3);
            return switch (code) {
                case "401", "403" -> new VireoException(ErrorKind.USER_INPUT, name + " refuses the user (" + code
                        + "); check user name and password in the address");
                case "404" -> new VireoException(
                        ErrorKind.USER_INPUT, name + " is not there (404); check the path of the address");
                default -> new VireoException(ErrorKind.EXTERNAL, name + " answers with " + code
                        + (status.group(2) == null ? "" : " " + status.group(2).trim()));
            };
        }
        if (NOT_ALLOWED.matcher(errors).find()) {
            return new VireoException(ErrorKind.USER_INPUT, name + " sends something that Vireo does not follow or decode,"
                    + " such as a playlist or a list of other addresses; give the address of the video itself");
        }
        if (errors.contains("Connection refused")) {
            return new VireoException(ErrorKind.EXTERNAL, name + ": nobody answers there (connection refused)");
        }
        if (errors.contains("Failed to resolve hostname")) {
            return new VireoException(ErrorKind.EXTERNAL, name + ": its host has no address (name resolution failed)");
        }
        Matcher packing = PACKING.matcher(errors);
        if (packing.find()) {
            return new VireoException(ErrorKind.USER_INPUT, name + " sends " + packing.group(1)
                    + ", which is not recorded; let the camera send H.264, H.265 or MJPEG");
        }
        if (NO_VIDEO.matcher(errors).find()) {
            return new VireoException(ErrorKind.USER_INPUT, name + " sends no video");
        }
        if (child.killed() == Child.Killed.TIMEOUT || errors.contains("timed out")
                || errors.contains("Input/output error") && begun) {
            return silent(address, silenceMs);
        }
        if (begun) {
            return new VireoException(ErrorKind.EXTERNAL, name + " broke off");
        }
        if (errors.contains("Invalid data found")) {
            return new VireoException(ErrorKind.EXTERNAL, name + " sends what is no video that can be recorded");
        }
        if (errors.contains("Input/output error") && !address.rtsp()) {
            return new VireoException(ErrorKind.EXTERNAL, name + " did not send anything; an address that redirects to"
                    + " another is not followed, give the final one");
        }
        return new VireoException(ErrorKind.EXTERNAL, name + " cannot be recorded: "
                + address.scrubbed(Failure.first(errors)) + " (recorder ended with " + exit + ")");
    }

    static VireoException silent(StreamAddress address, long silenceMs) {
        return new VireoException(ErrorKind.EXTERNAL, address.shown() + " fell silent for " + silenceMs / 1000 + " s");
    }

    static VireoException writing(Path folder, Exception e) {
        try {
            long usable = Files.getFileStore(folder).getUsableSpace();
            return new VireoException(ErrorKind.RESOURCES, "cannot write to " + folder + " (" + e.getMessage() + "; "
                    + usable / 1_000_000 + " MB free on its disk); recording goes on when there is room", e);
        } catch (IOException inner) {
            e.addSuppressed(inner);
            return new VireoException(ErrorKind.RESOURCES, "cannot write to " + folder + ": " + e.getMessage(), e);
        }
    }
}
