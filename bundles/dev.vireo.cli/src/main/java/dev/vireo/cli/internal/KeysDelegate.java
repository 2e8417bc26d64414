package dev.vireo.cli.internal;

import dev.vireo.pack.Delegation;
import dev.vireo.pack.SigningKey;
import dev.vireo.pack.VerifyingKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A root's word for a publisher. */
@Command(
        name = "delegate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Let a publisher's key sign packages: of which names, for which channels, and how long.")
final class KeysDelegate implements Callable<Integer> {
    private static final int MOST_DAYS = 3650;

    @ParentCommand
    private KeysCommand keys;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Passphrase passphrase;

    @Parameters(paramLabel = "FILE", description = "Public key of the publisher, PREFIX.pub")
    private Path file;

    @Option(names = "--root", required = true, paramLabel = "FILE", description = "Key file of the root")
    private Path root;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "The publisher, for people")
    private String name;

    @Option(
            names = "--prefix",
            required = true,
            paramLabel = "P",
            description = "Begin of the package and bundle names that it may use: acme is for acme and all that begins with acme.; * is for every name. May be given several times")
    private List<String> prefixes;

    @Option(names = "--channel", paramLabel = "C", defaultValue = "stable",
            description = "Channel that it may publish for; " + Delegation.PRODUCT_CHANNEL + " is the product's own. May be given several times. Default: ${DEFAULT-VALUE}")
    private List<String> channels;

    @Option(names = "--days", paramLabel = "N", defaultValue = "365", description = "How long from now, 1 to " + MOST_DAYS + ". Default: ${DEFAULT-VALUE}")
    private int days;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "File for the delegation")
    private Path out;

    @Override
    public Integer call() {
        if (days < 1 || days > MOST_DAYS) {
            throw new ParameterException(spec.commandLine(), "--days is " + days + "; it needs 1 to " + MOST_DAYS);
        }
        Vireo vireo = keys.vireo();
        VerifyingKey key = VerifyingKey.read(Screen.safe(file.toString()), KeyFiles.read(file));
        SigningKey by = KeyFiles.key(vireo, root, passphrase);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Delegation.Terms terms = new Delegation.Terms(by.id(), key, name, prefixes, channels, now, now.plus(Duration.ofDays(days)));
        KeyFiles.write(out, Delegation.write(terms, by));
        vireo.screen().line("delegated " + key.id() + " to " + Screen.safe(name) + " until " + terms.until());
        vireo.screen().line(Screen.safe(out.toString()) + "  for vireo pack --delegation");
        return Exit.OK;
    }
}
