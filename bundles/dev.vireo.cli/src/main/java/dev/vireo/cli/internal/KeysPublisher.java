package dev.vireo.cli.internal;

import dev.vireo.pack.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Makes a publisher's key. */
@Command(
        name = "publisher",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Make the key of a publisher: PREFIX.key, encrypted, which signs packages, and PREFIX.pub for whoever has the root.")
final class KeysPublisher implements Callable<Integer> {
    @ParentCommand
    private KeysCommand keys;

    @Mixin
    private Passphrase passphrase;

    @Option(names = "--out", required = true, paramLabel = "PREFIX", description = "Begin of the names of the files")
    private Path out;

    @Override
    public Integer call() {
        Vireo vireo = keys.vireo();
        SigningKey key = SigningKey.generate();
        Path keyFile = Path.of(out + ".key");
        KeyFiles.write(keyFile, key.write(passphrase.read(vireo, keyFile.toString(), true)));
        KeyFiles.write(Path.of(out + ".pub"), key.verifying().pem().getBytes(StandardCharsets.US_ASCII));
        vireo.screen().line("publisher key " + key.id());
        vireo.screen().line(Screen.safe(out + ".key") + "  the private key, for vireo pack");
        vireo.screen().line(Screen.safe(out + ".pub") + "  for the root's holder: vireo keys delegate " + Screen.safe(out + ".pub"));
        return Exit.OK;
    }
}
