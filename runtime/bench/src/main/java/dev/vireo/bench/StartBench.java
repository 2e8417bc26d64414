package dev.vireo.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Time from the start of the process to its ready line, on one home: the first start, then warm ones. */
final class StartBench implements Benchmark {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public String summary() {
        return "[ROUNDS=5]  seconds from start to ready, first start and warm ones, with processor time and memory";
    }

    @Override
    public int run(List<String> args) throws Exception {
        int rounds = args.isEmpty() ? 5 : Integer.parseInt(args.get(0));
        Path home = Files.createTempDirectory("vireo-bench-start");
        List<Double> warm = new ArrayList<>();
        double first = 0;
        double resident = 0;
        try {
            System.out.println("round   ready s   cpu s   resident MB");
            for (int round = 0; round <= rounds; round++) {
                try (Appliance appliance = Appliance.start(home)) {
                    resident = appliance.residentMegabytes()[0];
                    System.out.printf(
                            "%-7s %7.2f %7.2f %13.0f%n",
                            round == 0 ? "first" : Integer.toString(round),
                            appliance.readySeconds(),
                            appliance.cpuSeconds(),
                            resident);
                    if (round == 0) {
                        first = appliance.readySeconds();
                    } else {
                        warm.add(appliance.readySeconds());
                    }
                }
            }
        } finally {
            Appliance.deleteTree(home);
        }
        warm.sort(null);
        ObjectNode result = Appliance.JSON.createObjectNode();
        result.put("bench", name());
        result.put("first_s", first);
        result.put("warm_median_s", warm.get(warm.size() / 2));
        result.put("warm_max_s", warm.get(warm.size() - 1));
        result.put("resident_mb", resident);
        System.out.println(result);
        return 0;
    }
}
