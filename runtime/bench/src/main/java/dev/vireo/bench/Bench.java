package dev.vireo.bench;

import java.util.Arrays;
import java.util.List;

/** Runs one benchmark by name: {@code bench NAME [args]}, {@code bench --list}. */
public final class Bench {
    private Bench() {}

    static List<Benchmark> all() {
        return List.of(
                new EncoderChangeBench(),
                new FuzzBench(),
                new IndexBench(),
                new IngestBench(),
                new KillBench(),
                new QualityBench(),
                new ReliabilityBench(),
                new RerankBench(),
                new ScaleBench(),
                new StartBench(),
                new StreamsBench(),
                new SwapSoakBench(),
                new WholeFootageBench());
    }

    public static void main(String[] args) throws Exception {
        if (args.length == 0 || args[0].equals("--list") || args[0].equals("--help")) {
            for (Benchmark benchmark : all()) {
                System.out.printf("%-14s %s%n", benchmark.name(), benchmark.summary());
            }
            System.exit(args.length == 0 ? 2 : 0);
        }
        for (Benchmark benchmark : all()) {
            if (benchmark.name().equals(args[0])) {
                System.exit(benchmark.run(Arrays.asList(args).subList(1, args.length)));
            }
        }
        System.err.println("no benchmark is called '" + args[0] + "'; bench --list names them");
        System.exit(2);
    }
}
