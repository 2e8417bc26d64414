package dev.vireo.cli.internal;

import dev.vireo.pack.Revocations;
import dev.vireo.pack.SigningKey;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A root's word against a publisher or a release. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Write the list of what is no longer trusted, for vireo keys trust.",
            "A list takes the place of the one before, so give that one with --list; its entries are kept and the number goes up by one."
        })
final class KeysRevoke implements Callable<Integer> {
    @ParentCommand
    private KeysCommand keys;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Passphrase passphrase;

    @Option(names = "--root", required = true, paramLabel = "FILE", description = "Key file of the root")
    private Path root;

    @Option(names = "--list", paramLabel = "FILE", description = "The newest list; without it this is the first")
    private Path list;

    @Option(names = "--key", paramLabel = "ID=REASON", description = "Id of a publisher's key, and why. May be given several times")
    private Map<String, String> revoked = new HashMap<>();

    @Option(names = "--package", paramLabel = "SHA256=REASON",
            description = "A single release by the SHA-256 of its manifest (vireo pack --check shows it), and why. May be given several times")
    private Map<String, String> releases = new HashMap<>();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "File for the list")
    private Path out;

    @Override
    public Integer call() {
        if (revoked.isEmpty() && releases.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "nothing is revoked; give --key ID=REASON or --package SHA256=REASON");
        }
        Vireo vireo = keys.vireo();
        SigningKey by = KeyFiles.key(vireo, root, passphrase);
        Map<String, String> allKeys = new HashMap<>();
        Map<String, String> allReleases = new HashMap<>();
        long number = 1;
        if (list != null) {
            Revocations before = Revocations.read(Screen.safe(list.toString()), KeyFiles.read(list));
            if (!before.terms().root().equals(by.id())) {
                throw new Failure(Exit.FAILURE, Screen.safe(list.toString()) + " is a list of the root " + before.terms().root() + ", not of " + by.id());
            }
            number = before.terms().number() + 1;
            allKeys.putAll(before.terms().keys());
            allReleases.putAll(before.terms().packages());
        }
        allKeys.putAll(revoked);
        allReleases.putAll(releases);
        KeyFiles.write(out, Revocations.write(
                new Revocations.Terms(by.id(), number, Instant.now().truncatedTo(ChronoUnit.SECONDS), allKeys, allReleases), by));
        vireo.screen().line("revocation list " + number + ": " + allKeys.size() + " keys, " + allReleases.size() + " releases");
        vireo.screen().line(Screen.safe(out.toString()) + "  for appliances: vireo keys trust " + Screen.safe(out.toString()));
        return Exit.OK;
    }
}
