package dev.vireo.testkit;

import dev.vireo.api.error.VireoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * What a fuzz target and the test that replays its inputs share.
 *
 * <p>A target is a class {@code XFuzz} among a bundle's tests with {@code public static void
 * fuzzerTestOneInput(byte[])}, which {@code vireo bench fuzz} hands to Jazzer. Its inputs lie in the test resources
 * {@code fuzz/XFuzz/} beside it: seeds made by hand, what the fuzzer found to reach new code, and every input that was
 * once a finding. See docs/adr on fuzzing.
 */
public final class Fuzz {
    /** Longest input that the bound on time holds for. */
    public static final int LONGEST = 100_000;

    /** Processor time that one input may take [ms]. Of the thread, not of the clock: other work must not be a finding. */
    public static final long LIMIT_MS = 1_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Fuzz() {}

    /** Something that takes bytes from anybody. */
    @FunctionalInterface
    public interface Target {
        /** @throws Exception other than {@link VireoException}: a finding */
        void take(byte[] input) throws Exception;
    }

    /**
     * Runs a target on one input: it may answer or refuse by {@link VireoException}; anything else, and taking longer than
     * {@link #LIMIT_MS}, is a finding and is thrown.
     */
    public static void take(byte[] input, Target target) {
        long ms = timed(input, target);
        if (ms > LIMIT_MS) {
            ms = timed(input, target); // the first input of all also loads classes and fills caches
        }
        if (ms > LIMIT_MS) {
            throw new AssertionError(input.length + " bytes took " + ms + " ms of processor time; allowed are " + LIMIT_MS);
        }
    }

    private static long timed(byte[] input, Target target) {
        long start = THREADS.getCurrentThreadCpuTime();
        try {
            target.take(input);
        } catch (VireoException e) {
            if (e.getMessage().isBlank()) {
                throw new AssertionError("refused without a reason", e);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("an exception that is not documented", e);
        }
        return (THREADS.getCurrentThreadCpuTime() - start) / 1_000_000;
    }

    /**
     * A test for each input of the target, and for each a second one with the input repeated up to {@link #LONGEST} bytes:
     * what is short and harmless may be slow or deep when there is much of it.
     */
    public static Stream<DynamicTest> replay(Class<?> fuzz, Target target) {
        List<Path> inputs = inputs(fuzz);
        if (inputs.isEmpty()) {
            throw new AssertionError("no inputs in fuzz/" + fuzz.getSimpleName());
        }
        return inputs.stream().flatMap(path -> {
            byte[] input = bytes(path);
            return Stream.of(
                    DynamicTest.dynamicTest(name(path), () -> target.take(input)),
                    DynamicTest.dynamicTest(name(path) + " repeated", () -> target.take(repeated(input))));
        });
    }

    private static List<Path> inputs(Class<?> fuzz) {
        URL folder = fuzz.getResource("/fuzz/" + fuzz.getSimpleName());
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(Path.of(new URI(folder.toString())))) {
            return new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(folder + " is no folder", e);
        }
    }

    private static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] repeated(byte[] input) {
        byte[] all = new byte[input.length == 0 ? 0 : LONGEST];
        for (int at = 0; at < all.length; at++) {
            all[at] = input[at % input.length];
        }
        return all;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
