package dev.vireo.cli.internal;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Spaces, and the steps from one to another. */
@Command(
        name = "spaces",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Show which embedding spaces there are, which of them serve, and how they compare.",
            "Another encoder makes another space. It is built in the background while the old one serves, compared with it,",
            "and takes over when you say so; going back takes no time until the old one is dropped."
        },
        synopsisSubcommandLabel = "[build | compare | cutover | return | drop]",
        subcommands = {
            SpacesCommand.Build.class, SpacesCommand.Compare.class, SpacesCommand.CutOver.class, SpacesCommand.Return.class,
            SpacesCommand.Drop.class
        },
        footer = {
            "",
            "Each of them takes --home DIR and --json as every command does; see vireo spaces cutover --help.",
            "",
            "Example: vireo spaces",
            "         vireo spaces build conse-efficientnet-lite0-1.1.0-minilm-l6-v2-q-1.0.0",
            "         vireo spaces cutover conse-efficientnet-lite0-1.1.0-minilm-l6-v2-q-1.0.0 --domain yard",
            "         vireo spaces return --domain yard"
        })
final class SpacesCommand implements Callable<Integer> {
    private static final String PATH = RestClient.BASE + "/spaces";

    @ParentCommand
    private Vireo vireo;

    @Mixin
    private Common common;

    @Override
    public Integer call() {
        return vireo.tell(common, client -> client.get(PATH), list -> new SpaceLines(vireo.screen()).all(list));
    }

    private static String path(String space) {
        return PATH + "/" + URLEncoder.encode(space, StandardCharsets.UTF_8);
    }

    /** A step that is about one space. */
    private abstract static class Step implements Callable<Integer> {
        @ParentCommand
        SpacesCommand spaces;

        @Mixin
        Common common;

        @Parameters(paramLabel = "SPACE", description = "Name of the space, as `vireo spaces` shows it")
        String space;

        @Override
        public Integer call() {
            return spaces.vireo.tell(common, this::run, result -> show(new SpaceLines(spaces.vireo.screen()), result));
        }

        abstract JsonNode run(RestClient client);

        abstract void show(SpaceLines lines, JsonNode result);
    }

    /** Starts the building of one. */
    @Command(
            name = "build",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Encode all stored footage in a space, in the background. It gives way to questions and live footage, goes on",
                "after a restart, and is compared with what serves when it is complete. Footage that could not be decoded is",
                "tried again."
            })
    static final class Build extends Step {
        @Override
        JsonNode run(RestClient client) {
            return client.post(path(space) + "/build", Map.of());
        }

        @Override
        void show(SpaceLines lines, JsonNode result) {
            lines.building(result);
        }
    }

    /** Compares one with what serves. */
    @Command(
            name = "compare",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Put a sample of the questions that were asked, and a fixed set, to what serves and to a space.")
    static final class Compare extends Step {
        @Option(names = "--domain", paramLabel = "D", description = "Domain that is asked about. Default: default")
        private String domain;

        @Override
        JsonNode run(RestClient client) {
            return client.post(path(space) + "/compare", body(domain));
        }

        @Override
        void show(SpaceLines lines, JsonNode result) {
            lines.report(result, "");
        }
    }

    /** Makes one serve. */
    @Command(
            name = "cutover",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Let questions read a space from now on. Questions that are being answered end with what they began with.")
    static final class CutOver extends Step {
        @Option(names = "--domain", paramLabel = "D", description = "Only questions of this domain. Default: of all domains")
        private String domain;

        @Option(names = "--unproven", description = "Also when the space was not compared with what serves")
        private boolean unproven;

        @Override
        JsonNode run(RestClient client) {
            Map<String, Object> body = body(domain);
            body.put("unproven", unproven);
            return client.post(path(space) + "/cutover", body);
        }

        @Override
        void show(SpaceLines lines, JsonNode result) {
            lines.serves(result, domain);
        }
    }

    /** Undoes a cut-over. */
    @Command(
            name = "return",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Undo the last cut-over of a domain, or the last one of all domains. A second time undoes the first.")
    static final class Return implements Callable<Integer> {
        @ParentCommand
        private SpacesCommand spaces;

        @Mixin
        private Common common;

        @Option(names = "--domain", paramLabel = "D", description = "The domain whose own cut-over is undone")
        private String domain;

        @Override
        public Integer call() {
            SpaceLines lines = new SpaceLines(spaces.vireo.screen());
            return spaces.vireo.tell(common, client -> client.post(PATH + "/return", body(domain)),
                    result -> result.path("spaces").forEach(space -> lines.serves(space, domain)));
        }
    }

    /** Forgets one. */
    @Command(
            name = "drop",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Forget a space that does not serve, with its vectors and its index. There is no return to it afterwards.")
    static final class Drop extends Step {
        @Override
        JsonNode run(RestClient client) {
            return client.drop(path(space));
        }

        @Override
        void show(SpaceLines lines, JsonNode result) {
            lines.dropped(result);
        }
    }

    private static Map<String, Object> body(String domain) {
        Map<String, Object> body = new HashMap<>();
        if (domain != null) {
            body.put("domain", domain);
        }
        return body;
    }
}
