package dev.vireo.pack.internal;

import dev.vireo.api.error.VireoException;
import dev.vireo.testkit.Fuzz;
import java.util.List;

/** Archives as packages, as bundles and as jars in bundles, down to the code of their classes. */
public final class PackageArchiveFuzz {
    private PackageArchiveFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, PackageArchiveFuzz::take);
    }

    private static void take(byte[] input) {
        for (StrictZip.Form form : StrictZip.Form.values()) {
            refusedAtMost(() -> covered(StrictZip.entries("it", Slice.of(input), form), input.length));
        }
        refusedAtMost(() -> {
            Jar jar = Jar.read("it", Slice.of(input), StrictZip.Form.JAR);
            BundleHeaders headers = BundleHeaders.read(jar);
            boolean model = HeaderRules.model(headers);
            HeaderRules rules = new HeaderRules(jar, headers);
            refusedAtMost(rules::everyone);
            refusedAtMost(() -> rules.others(p -> false));
            refusedAtMost(headers::version);
            new ContentRules(jar, model, false).check();
        });
        // A class file by itself: the fuzzer need not find the archive around it.
        refusedAtMost(() -> new CodeScan(Jar.read("it", Slice.of(EMPTY), StrictZip.Form.JAR), "X.class").scan(input));
    }

    /** An archive with one empty entry, to have something that classes are in. */
    private static final byte[] EMPTY = java.util.HexFormat.of().parseHex(
            "504b03040a0000000000000041000000000000000000000000000100000078"
                    + "504b01020a000a00000000000000410000000000000000000000000001000000000000000000000000000000000078"
                    + "504b050600000000010001002f0000001f0000000000");

    private static void covered(List<ZipEntryHeader> entries, int length) {
        long at = 0;
        for (ZipEntryHeader entry : entries) {
            if (entry.header() != at || entry.data() < at || entry.end() > length || !Names.plain(entry.name())) {
                throw new AssertionError("taken with " + entry);
            }
            at = entry.end();
        }
    }

    private static void refusedAtMost(Runnable read) {
        try {
            read.run();
        } catch (VireoException e) {
            if (e.getMessage().chars().anyMatch(c -> c < ' ')) {
                throw new AssertionError("a refusal of several lines: " + e.getMessage(), e);
            }
        }
    }
}
