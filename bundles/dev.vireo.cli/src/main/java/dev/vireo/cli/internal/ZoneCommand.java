package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Named parts of the pictures of a source. */
@Command(
        name = "zone",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Name parts of the pictures of a source, such as a gate; they count as places in questions.",
        synopsisSubcommandLabel = "(add | list | delete)",
        subcommands = {ZoneCommand.Add.class, ZoneCommand.Listing.class, ZoneCommand.Delete.class},
        footer = {
            "",
            "Each of them takes --home DIR and --json as every command does; see vireo zone add --help.",
            "",
            "Example: vireo zone add \"loading dock\" --source yard.mp4 0.1,0.5 0.4,0.5 0.4,0.9 0.1,0.9",
            "         vireo ask \"people in the loading dock\""
        })
final class ZoneCommand implements Runnable {
    @ParentCommand
    private Vireo vireo;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "one of add, list and delete is missing");
    }

    private static String line(JsonNode zone) {
        List<String> points = new ArrayList<>();
        zone.path("points").forEach(p -> points.add(
                String.format(Locale.ROOT, "%.4g,%.4g", p.path(0).asDouble(), p.path(1).asDouble())));
        return zone.path("id").asText() + "  " + Screen.safe(zone.path("name").asText()) + "  "
                + Screen.safe(zone.path("source").asText()) + "  " + String.join(" ", points);
    }

    /** Adds one. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Name a part of the pictures of a source.",
                "Corners are given in the order in which one walks around; the last is joined to the first."
            })
    static final class Add implements Callable<Integer> {
        @ParentCommand
        private ZoneCommand zones;

        @Spec
        private CommandSpec spec;

        @Mixin
        private Common common;

        @Parameters(index = "0", paramLabel = "NAME", description = "What people call it")
        private String name;

        @Parameters(
                index = "1..*",
                arity = "3..*",
                paramLabel = "X,Y",
                description = "At least three corners, as fractions of the frame's width and height (0.5,0.25)")
        private List<String> points;

        @Option(
                names = "--source",
                required = true,
                paramLabel = "S",
                description = "The file, the folder with every file below it, or a file name or stream name alone")
        private String source;

        @Option(names = "--domain", paramLabel = "D", description = "Domain of the source. Default: default")
        private String domain;

        @Option(names = "--pixels", description = "The corners are pixels of the source's frames, not fractions")
        private boolean pixels;

        @Override
        public Integer call() {
            List<List<Double>> corners = new ArrayList<>();
            for (String point : points) {
                corners.add(corner(point));
            }
            Path file = Path.of(source);
            Map<String, Object> body = new HashMap<>();
            body.put("name", name);
            // Assets are known by their absolute path.
            body.put("source", Files.exists(file) ? file.toAbsolutePath().normalize().toString() : source);
            body.put("points", corners);
            body.put("unit", pixels ? "pixel" : "fraction");
            if (domain != null) {
                body.put("domain", domain);
            }
            return zones.vireo.tell(common, client -> client.post(RestClient.BASE + "/zones", body),
                    zone -> zones.vireo.screen().line("added " + line(zone)));
        }

        private List<Double> corner(String text) {
            String[] parts = text.split(",", -1);
            try {
                if (parts.length == 2) {
                    return List.of(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
            throw new ParameterException(
                    spec.commandLine(), "\"" + text + "\" is no corner; it needs two numbers with a comma, such as 0.5,0.25");
        }
    }

    /** Lists them. */
    @Command(name = "list", mixinStandardHelpOptions = true, sortOptions = false, description = "List zones.")
    static final class Listing implements Callable<Integer> {
        @ParentCommand
        private ZoneCommand zones;

        @Mixin
        private Common common;

        @Option(names = "--domain", paramLabel = "D", description = "Only this domain")
        private String domain;

        @Override
        public Integer call() {
            String query = domain == null ? "" : "?domain=" + URLEncoder.encode(domain, StandardCharsets.UTF_8);
            return zones.vireo.tell(common, client -> client.get(RestClient.BASE + "/zones" + query), list -> {
                if (list.path("zones").isEmpty()) {
                    zones.vireo.screen().line("no zones; vireo zone add --help tells how to make one");
                }
                list.path("zones").forEach(z -> zones.vireo.screen().line(line(z)));
            });
        }
    }

    /** Forgets one. */
    @Command(name = "delete", mixinStandardHelpOptions = true, sortOptions = false, description = "Forget a zone.")
    static final class Delete implements Callable<Integer> {
        @ParentCommand
        private ZoneCommand zones;

        @Spec
        private CommandSpec spec;

        @Mixin
        private Common common;

        @Parameters(paramLabel = "ID", description = "Zone id, e.g. z2")
        private String id;

        @Override
        public Integer call() {
            if (!id.matches("z[1-9][0-9]{0,17}")) {
                throw new ParameterException(spec.commandLine(), "\"" + id + "\" is no zone id; they look like z2");
            }
            return zones.vireo.delete(common, RestClient.BASE + "/zones/" + id, id);
        }
    }
}
