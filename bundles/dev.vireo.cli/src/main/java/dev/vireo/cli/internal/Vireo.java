package dev.vireo.cli.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vireo.api.error.VireoException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line: a client of the REST API of a running Vireo. */
@Command(
        name = "vireo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        version = "Vireo 0.1.0",
        header = "Vireo: add footage, ask in words, get the frames and clips that prove the answer.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            AddCommand.class,
            AskCommand.class,
            ListCommand.class,
            ShowCommand.class,
            DeleteCommand.class,
            ZoneCommand.class,
            SpacesCommand.class,
            RenewalCommand.class,
            StatusCommand.class,
            BundlesCommand.class,
            DeployCommand.class,
            PromoteCommand.class,
            DiscardCommand.class,
            GenerationsCommand.class,
            RollbackCommand.class,
            PackCommand.class,
            KeysCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failure",
            "2:wrong usage",
            "3:nothing found, no such id, or a question back"
        },
        footer = {"", "\"vireo COMMAND --help\" tells more of a command."})
public final class Vireo implements Runnable {
    private final Screen screen;
    private final Map<String, String> environment;
    private final ObjectMapper json = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    Vireo(Screen screen, Map<String, String> environment) {
        this.screen = screen;
        this.environment = environment;
    }

    /** Ends the process with the exit code of the command. */
    public static void main(String[] arguments) {
        // JSON is UTF-8 by definition, whatever the locale says.
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        Map<String, String> environment = System.getenv();
        boolean terminal = System.console() != null && System.console().isTerminal();
        boolean colours = terminal && !environment.containsKey("NO_COLOR") && !"dumb".equals(environment.get("TERM"));
        System.exit(run(new Screen(out, err, terminal, colours), out, err, environment, arguments));
    }

    private static PrintWriter writer(FileDescriptor to) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(to), StandardCharsets.UTF_8), true);
    }

    static int run(
            Screen screen, PrintWriter out, PrintWriter err, Map<String, String> environment, String... arguments) {
        CommandLine line = new CommandLine(new Vireo(screen, environment))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // a question may begin with @
                .setParameterExceptionHandler(Vireo::usage)
                .setExecutionExceptionHandler((e, command, parsed) -> failed(screen, e));
        return line.execute(arguments);
    }

    private static int usage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("vireo: " + Screen.safe(wrong(e)));
        command.getErr().println("see: " + command.getCommandSpec().qualifiedName() + " --help");
        return Exit.USAGE;
    }

    /** Of options that exclude each other the parser's message has a prefix of its own. */
    private static String wrong(ParameterException e) {
        String message = e.getMessage().replaceFirst("^Error: ", "");
        return e instanceof CommandLine.MutuallyExclusiveArgsException
                ? message.replaceFirst(" are mutually exclusive \\(specify only one\\)$", " exclude each other; give one of them, or none")
                : message;
    }

    private static int failed(Screen screen, Exception e) {
        if (e instanceof Failure failure) {
            screen.note("vireo: " + failure.getMessage());
            return failure.exitCode();
        }
        if (e instanceof VireoException told) {
            screen.note("vireo: " + Screen.safe(told.getMessage()));
            return Exit.FAILURE;
        }
        screen.note("vireo: this command failed, which is a fault of Vireo itself: " + Screen.safe(e.toString()));
        return Exit.FAILURE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    Screen screen() {
        return screen;
    }

    ObjectMapper json() {
        return json;
    }

    Map<String, String> environment() {
        return environment;
    }

    RestClient connect(Common common) {
        return new RestClient(Endpoint.read(home(common), json), json, warning -> screen.note(screen.red("warning: ") + warning));
    }

    /** Asks the runtime for something and prints what it says: as JSON, or as {@code show} tells it to people. @return the exit code */
    <N extends JsonNode> int tell(Common common, Function<RestClient, N> ask, Consumer<N> show) {
        try (RestClient client = connect(common)) {
            N said = ask.apply(client);
            if (common.json) {
                print(said);
            } else {
                show.accept(said);
            }
            return Exit.OK;
        }
    }

    /** Deletes what has this id. @param path of it @return the exit code */
    int delete(Common common, String path, String id) {
        return tell(common, client -> {
            client.delete(path);
            return json.createObjectNode().put("deleted", id);
        }, _ -> screen.line("deleted " + id));
    }

    Path home(Common common) {
        String named = environment.get("VIREO_HOME");
        Path home = common.home != null
                ? common.home
                : named != null && !named.isEmpty()
                        ? Path.of(named)
                        : Path.of(System.getProperty("user.home"), ".vireo");
        return home.toAbsolutePath().normalize();
    }

    void print(JsonNode node) {
        try {
            screen.line(json.writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new Failure(Exit.FAILURE, "cannot write JSON: " + e.getMessage(), e);
        }
    }
}
