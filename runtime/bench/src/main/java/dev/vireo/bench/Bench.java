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
        System.exit(run(args[0], Arrays.asList(args).subList(1, args.length)));
    }

    /** @return the exit code: 0 when what was promised held, 1 when it did not, 2 when the benchmark was called wrongly */
    public static int run(String name, List<String> args) throws Exception {
        for (Benchmark benchmark : all()) {
            if (benchmark.name().equals(name)) {
                if (args.contains("--help")) {
                    System.out.println(benchmark.name() + " " + benchmark.summary());
                    return 0;
                }
                return benchmark.run(args);
            }
        }
        System.err.println("no benchmark is called '" + name + "'; bench --list names them");
        return 2;
    }
}
