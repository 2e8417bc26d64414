package dev.vireo.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Questions at a fixed rate, whether or not earlier ones are answered (open loop): their times count from when they were due.
 * Each answer is looked at for spaces that it mixes.
 */
final class QuestionLoad {
    /** @param dueNanos when it was due, @param ms from then to the answer, @param spaces encoders named by the evidence */
    record Asked(long dueNanos, double ms, Set<String> spaces) {}

    private final Appliance appliance;
    private final List<String> questions;
    private final double perSecond;
    private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Asked> asked = new ArrayList<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Thread clock;
    private volatile boolean over;

    QuestionLoad(Appliance appliance, List<String> questions, double perSecond) {
        this.appliance = appliance;
        this.questions = questions;
        this.perSecond = perSecond;
        this.clock = Thread.ofPlatform().name("question-load").daemon().start(this::run);
    }

    private void run() {
        long begin = System.nanoTime();
        for (int i = 0; !over; i++) {
            long due = begin + (long) (i * 1e9 / perSecond);
            try {
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            } catch (InterruptedException _) {
                return;
            }
            String question = questions.get(i % questions.size());
            askers.execute(() -> ask(question, due));
        }
    }

    private void ask(String question, long due) {
        try {
            JsonNode answer = appliance.ask(question, 10);
            Set<String> spaces = new TreeSet<>();
            for (String list : List.of("hits", "near_misses")) {
                for (JsonNode hit : answer.path(list)) {
                    hit.path("evidence").forEach(e -> {
                        if (e.path("model").asText().startsWith("conse-")) {
                            spaces.add(e.path("model").asText());
                        }
                    });
                }
            }
            synchronized (asked) {
                asked.add(new Asked(due, (System.nanoTime() - due) / 1e6, spaces));
            }
        } catch (Exception e) { // whatever it is: a question that failed
            failures.merge(String.valueOf(e.getMessage()).lines().findFirst().orElse("?"), 1, Integer::sum);
        }
    }

    /** Asks no more, and waits for what is asked. */
    void end() throws InterruptedException {
        over = true;
        clock.interrupt();
        clock.join();
        askers.shutdown();
        if (!askers.awaitTermination(60, TimeUnit.SECONDS)) {
            failures.merge("no answer within 60 s", 1, Integer::sum);
        }
    }

    int failed() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }

    Map<String, Integer> failures() {
        return failures;
    }

    List<Asked> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    /** Answers whose evidence comes from more than one space. */
    long mixed() {
        return asked().stream().filter(a -> a.spaces().size() > 1).count();
    }

    /** @param share e.g. 0.95; of the questions due between two instants [ns] */
    static double percentile(List<Asked> asked, double share, long from, long to) {
        double[] ms = asked.stream().filter(a -> a.dueNanos() >= from && a.dueNanos() < to).mapToDouble(Asked::ms).sorted().toArray();
        return ms.length == 0 ? 0 : ms[Math.max(0, (int) Math.ceil(share * ms.length) - 1)];
    }

    static String told(List<Asked> asked, long from, long to) {
        long n = Arrays.stream(asked.stream().mapToLong(Asked::dueNanos).toArray()).filter(d -> d >= from && d < to).count();
        return String.format(Locale.ROOT, "%d questions, p50 %.0f ms, p95 %.0f ms", n, percentile(asked, 0.5, from, to),
                percentile(asked, 0.95, from, to));
    }
}
