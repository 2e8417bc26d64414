package dev.vireo.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Coverage-guided fuzzing of everything that Vireo parses in Java, with Jazzer (decision record on fuzzing). Targets are
 * the classes {@code XFuzz} of the modules' tests that have a folder of inputs, {@code src/test/resources/fuzz/XFuzz}.
 * Each gets its share of the time in a JVM of its own. What a target must not do ends in {@code .vireo/fuzz/X/findings}.
 */
final class FuzzBench implements Benchmark {
    private static final Pattern DONE = Pattern.compile("#\\d+\\s+DONE\\s+cov: (\\d+).*corp: (\\d+)/.*");
    private static final Pattern EXECUTED = Pattern.compile("stat::number_of_executed_units:\\s*(\\d+)");
    private static final Pattern FINDING = Pattern.compile("== Java Exception: (.*)|==\\d+==\\s*ERROR: (libFuzzer: .*)");
    /** Inputs that are kept in the repository: small ones only. */
    private static final int KEPT_BYTES = 4_096;
    private static final int MOST_LENGTH = 100_000;

    private record Target(Path module, String type) {
        String name() {
            return type.substring(type.lastIndexOf('.') + 1);
        }

        Path inputs() {
            return module.resolve("src/test/resources/fuzz").resolve(name());
        }
    }

    private record Outcome(Target target, double seconds, long executions, long coverage, long corpus, List<String> findings) {}

    @Override
    public String name() {
        return "fuzz";
    }

    @Override
    public String summary() {
        return "fuzzes all parsers: [--seconds 300] [--target NAME] [--keep] (adds what reached new code to the tests' inputs)";
    }

    @Override
    public int run(List<String> args) throws Exception {
        int seconds = 300;
        boolean keep = false;
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String value = i + 1 < args.size() ? args.get(i + 1) : "";
            switch (args.get(i)) {
                case "--keep" -> keep = true;
                case "--seconds" -> {
                    if (!value.matches("[1-9]\\d{0,5}")) {
                        System.err.println("--seconds needs a number from 1 to 999999, got '" + value + "'");
                        return 2;
                    }
                    seconds = Integer.parseInt(value);
                    i++;
                }
                case "--target" -> {
                    wanted.add(value);
                    i++;
                }
                default -> {
                    System.err.println("'" + args.get(i) + "' is not known; " + summary());
                    return 2;
                }
            }
        }
        Path root = Path.of(System.getProperty("vireo.root", ".")).toAbsolutePath().normalize();
        List<Target> all = targets(root);
        List<Target> chosen = all.stream().filter(t -> wanted.isEmpty() || wanted.contains(t.name())).toList();
        if (chosen.isEmpty()) {
            System.err.println("no such target; there are " + all.stream().map(Target::name).collect(Collectors.joining(", ")));
            return 2;
        }
        int workers = Math.min(chosen.size(), Math.max(1, Runtime.getRuntime().availableProcessors()));
        int share = Math.max(5, seconds * workers / chosen.size());
        System.out.printf("%d targets, %d s each, %d at a time%n", chosen.size(), share, workers);
        System.out.printf("%-20s %12s %10s %9s %8s %9s%n", "target", "executions", "per second", "coverage", "inputs", "findings");
        List<Outcome> outcomes = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            List<Future<Outcome>> running = new ArrayList<>();
            for (Target target : chosen) {
                running.add(pool.submit(() -> fuzz(root, target, share)));
            }
            for (Future<Outcome> one : running) {
                Outcome outcome = one.get();
                outcomes.add(outcome);
                System.out.printf(Locale.ROOT, "%-20s %12d %10.0f %9d %8d %9d%n", outcome.target().name(), outcome.executions(),
                        outcome.executions() / Math.max(1, outcome.seconds()), outcome.coverage(), outcome.corpus(),
                        outcome.findings().size());
            }
        }
        if (keep) {
            for (Target target : chosen) {
                keep(root, target);
            }
        }
        return report(root, outcomes);
    }

    private static int report(Path root, List<Outcome> outcomes) {
        List<String> findings = new ArrayList<>();
        ObjectNode json = Appliance.JSON.createObjectNode().put("bench", "fuzz");
        for (Outcome outcome : outcomes) {
            outcome.findings().forEach(f -> findings.add(outcome.target().name() + ": " + f));
            json.withObject("/targets/" + outcome.target().name()).put("executions", outcome.executions())
                    .put("coverage", outcome.coverage()).put("findings", outcome.findings().size());
        }
        findings.forEach(System.out::println);
        if (!findings.isEmpty()) {
            System.out.println("inputs and logs: " + state(root));
        }
        json.put("executions", outcomes.stream().mapToLong(Outcome::executions).sum());
        json.put("coverage", outcomes.stream().mapToLong(Outcome::coverage).sum());
        json.put("findings", findings.size());
        System.out.println(json);
        return findings.isEmpty() ? 0 : 1;
    }

    private static Path state(Path root) {
        return root.resolve(".vireo/fuzz");
    }

    private static List<Target> targets(Path root) throws IOException {
        List<Target> targets = new ArrayList<>();
        for (Path module : modules(root)) {
            Path inputs = module.resolve("src/test/resources/fuzz");
            Path classes = module.resolve("target/test-classes");
            if (!Files.isDirectory(inputs) || !Files.isDirectory(classes)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.filter(f -> f.toString().endsWith("Fuzz.class")).sorted().toList()) {
                    String type = classes.relativize(file).toString().replace(File.separatorChar, '.').replaceAll("\\.class$", "");
                    Target target = new Target(module, type);
                    if (Files.isDirectory(target.inputs())) {
                        targets.add(target);
                    }
                }
            }
        }
        return targets;
    }

    private static List<Path> modules(Path root) throws IOException {
        List<Path> modules = new ArrayList<>();
        for (String folder : List.of("bundles", "runtime")) {
            try (Stream<Path> found = Files.list(root.resolve(folder))) {
                found.filter(m -> Files.isDirectory(m.resolve("target/classes"))).sorted().forEach(modules::add);
            }
        }
        return modules;
    }

    private static String classPath(Path root, Target target) throws IOException {
        List<String> parts = new ArrayList<>(List.of(target.module().resolve("target/test-classes").toString()));
        for (Path module : modules(root)) {
            parts.add(module.resolve("target/classes").toString());
        }
        try (Stream<Path> jars = Files.list(root.resolve("runtime/bench/target/fuzz-lib"))) {
            // The modules themselves are there as folders.
            jars.filter(j -> !j.getFileName().toString().startsWith("dev.vireo.")).sorted().forEach(j -> parts.add(j.toString()));
        }
        return String.join(File.pathSeparator, parts);
    }

    private static List<String> jazzer(Path root, Target target) throws IOException {
        return new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx1g", "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+EnableDynamicAgentLoading",
                "-Djava.awt.headless=true", "-cp", classPath(root, target), "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.type(), "--instrumentation_includes=dev.vireo.**", "--keep_going=10",
                // It parses each statement again, and ours are fixed texts with parameters.
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.SqlInjection"));
    }

    private static Outcome fuzz(Path root, Target target, int seconds) throws IOException, InterruptedException {
        Path folder = state(root).resolve(target.name());
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Path found = Files.createDirectories(folder.resolve("findings"));
        List<String> command = jazzer(root, target);
        command.addAll(List.of("--reproducer_path=" + found, "-artifact_prefix=" + found + "/", "-max_total_time=" + seconds,
                "-max_len=" + MOST_LENGTH, "-len_control=100", "-timeout=20", "-rss_limit_mb=3000", "-print_final_stats=1", corpus.toString(),
                target.inputs().toString()));
        long begin = System.nanoTime();
        long[] numbers = new long[3];
        List<String> findings = new ArrayList<>();
        Process process = start(target, command);
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                var log = Files.newBufferedWriter(folder.resolve("log.txt"), StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.write(line);
                log.newLine();
                Matcher done = DONE.matcher(line);
                Matcher executed = EXECUTED.matcher(line);
                Matcher finding = FINDING.matcher(line);
                if (done.matches()) {
                    numbers[1] = Long.parseLong(done.group(1));
                    numbers[2] = Long.parseLong(done.group(2));
                } else if (executed.matches()) {
                    numbers[0] = Long.parseLong(executed.group(1));
                } else if (finding.matches()) {
                    findings.add(finding.group(1) != null ? finding.group(1) : finding.group(2));
                }
            }
        }
        int exit = end(process);
        if (exit != 0 && findings.isEmpty() || numbers[0] == 0) {
            findings.add("did not run to its end (exit status " + exit + "), see " + folder.resolve("log.txt"));
        }
        return new Outcome(target, (System.nanoTime() - begin) / 1e9, numbers[0], numbers[1], numbers[2], findings);
    }

    private static Process start(Target target, List<String> command) throws IOException {
        return new ProcessBuilder(command).directory(target.module().toFile()).redirectErrorStream(true).start();
    }

    private static int end(Process process) throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    /** Adds to the inputs of the tests those that reach code which no other does, short ones first. */
    private static void keep(Path root, Target target) throws IOException, InterruptedException {
        Path folder = state(root).resolve(target.name());
        Path small = Files.createDirectories(folder.resolve("small"));
        try (Stream<Path> files = Files.list(folder.resolve("corpus"))) {
            for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
                if (Files.size(file) <= KEPT_BYTES) {
                    Files.copy(file, small.resolve(file.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        List<String> command = jazzer(root, target);
        command.addAll(List.of("-merge=1", "-max_len=" + KEPT_BYTES, target.inputs().toString(), small.toString()));
        Process process = start(target, command);
        process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        int exit = end(process);
        try (Stream<Path> kept = Files.list(target.inputs())) {
            System.out.println("kept for " + target.name() + ": " + kept.count() + " inputs" + (exit == 0 ? "" : " (exit status " + exit + ")"));
        }
    }
}
