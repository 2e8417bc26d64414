package dev.vireo.media.ffmpeg.internal;

import dev.vireo.testkit.Fuzz;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The address of a camera: what is shown of it, and the list in which the recorder finds it. */
public final class StreamAddressFuzz {
    private StreamAddressFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, StreamAddressFuzz::take);
    }

    private static void take(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        StreamAddress address = StreamAddress.of(text);
        String user = URI.create(text).getRawUserInfo();
        if (user != null && !user.isEmpty() && (address.shown().startsWith(address.scheme() + "://" + user + "@")
                || address.scrubbed("cannot open " + text).contains("open " + address.scheme() + "://" + user + "@"))) {
            throw new AssertionError("shows user and password: " + address.shown());
        }
        // One line each: an address must not add an option of its own.
        if (!address.list(1_000, List.of("a", text)).lines().allMatch(l -> l.matches("ffconcat version 1\\.0|file '.*'|option \\w+ '.*'"))) {
            throw new AssertionError(address.list(1_000, List.of()));
        }
    }
}
