package dev.vireo.media.ffmpeg.internal;

import dev.vireo.testkit.Fuzz;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The inputs that the fuzzer kept, as an ordinary test. */
final class FuzzReplayTest {
    @TestFactory
    Stream<DynamicTest> header() {
        return Fuzz.replay(HeaderFuzz.class, HeaderFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> tiff() {
        return Fuzz.replay(TiffFuzz.class, TiffFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> matroska() {
        return Fuzz.replay(MatroskaFuzz.class, MatroskaFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> failure() {
        return Fuzz.replay(FailureFuzz.class, FailureFuzz::fuzzerTestOneInput);
    }

    @TestFactory
    Stream<DynamicTest> streamAddress() {
        return Fuzz.replay(StreamAddressFuzz.class, StreamAddressFuzz::fuzzerTestOneInput);
    }
}
