package dev.vireo.cli.internal;

import dev.vireo.pack.RootKey;
import dev.vireo.pack.SigningKey;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Makes a root key. */
@Command(
        name = "root",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Make a root key: PREFIX.key, encrypted and to be kept offline, and PREFIX.json, the statement that appliances are given.",
            "With --after the root before signs the new one, and appliances take it without a question."
        })
final class KeysRoot implements Callable<Integer> {
    @ParentCommand
    private KeysCommand keys;

    @Mixin
    private Passphrase passphrase;

    @Parameters(paramLabel = "NAME", description = "Whose key it is, for people")
    private String name;

    @Option(names = "--out", required = true, paramLabel = "PREFIX", description = "Begin of the names of the files")
    private Path out;

    @Option(names = "--after", paramLabel = "FILE", description = "Key file of the root that the new one takes the place of")
    private Path after;

    @Option(names = "--after-passphrase-file", paramLabel = "FILE", description = "Pass phrase of that key, when it is another")
    private Path afterPassphrase;

    @Override
    public Integer call() {
        Vireo vireo = keys.vireo();
        List<SigningKey> before = after == null ? List.of() : List.of(before(vireo));
        SigningKey key = SigningKey.generate();
        byte[] statement = RootKey.write(key, name, before);
        RootKey.read("the statement", statement);
        Path keyFile = Path.of(out + ".key");
        KeyFiles.write(keyFile, key.write(passphrase.read(vireo, keyFile.toString(), true)));
        KeyFiles.write(Path.of(out + ".json"), statement);
        vireo.screen().line("root key " + key.id());
        vireo.screen().line(Screen.safe(out + ".key") + "   the private key: keep it offline, with a copy");
        vireo.screen().line(Screen.safe(out + ".json") + "  for appliances: vireo keys trust " + Screen.safe(out + ".json"));
        return Exit.OK;
    }

    private SigningKey before(Vireo vireo) {
        char[] phrase = afterPassphrase == null
                ? passphrase.read(vireo, after.toString(), false)
                : Passphrase.read(afterPassphrase, vireo.environment(), after.toString(), false);
        return SigningKey.read(Screen.safe(after.toString()), KeyFiles.read(after), phrase);
    }
}
