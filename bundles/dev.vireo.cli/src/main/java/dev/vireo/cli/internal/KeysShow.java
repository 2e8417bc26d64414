package dev.vireo.cli.internal;

import dev.vireo.pack.Delegation;
import dev.vireo.pack.Revocations;
import dev.vireo.pack.RootKey;
import dev.vireo.pack.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows what a file of vireo keys is. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Show what a key file or a statement is, and the id to compare. No pass phrase is needed.")
final class KeysShow implements Callable<Integer> {
    @ParentCommand
    private KeysCommand keys;

    @Parameters(paramLabel = "FILE", description = "A file that vireo keys wrote")
    private Path file;

    @Override
    public Integer call() {
        byte[] content = KeyFiles.read(file);
        String text = new String(content, StandardCharsets.UTF_8);
        String what = Screen.safe(file.toString());
        Screen screen = keys.vireo().screen();
        if (text.contains("-----BEGIN ")) {
            screen.line((text.contains("PRIVATE KEY-----") ? "private key, encrypted " : "public key ") + VerifyingKey.read(what, content).id());
        } else if (text.contains("\"" + RootKey.FORMAT + "\"")) {
            RootKey root = RootKey.read(what, content);
            screen.line("root key " + root.id());
            screen.line("of       " + Screen.safe(root.name()));
        } else if (text.contains("\"" + Delegation.FORMAT + "\"")) {
            Delegation.Terms t = Delegation.read(what, content).terms();
            screen.line("delegation of the publisher key " + t.key().id());
            screen.line("to       " + Screen.safe(t.publisher()));
            screen.line("by root  " + t.root());
            screen.line("names    " + String.join(", ", t.prefixes()));
            screen.line("channels " + String.join(", ", t.channels()));
            screen.line("valid    " + t.from() + " to " + t.until());
        } else if (text.contains("\"" + Revocations.FORMAT + "\"")) {
            Revocations.Terms t = Revocations.read(what, content).terms();
            screen.line("revocation list " + t.number() + " of " + t.issued());
            screen.line("by root  " + t.root());
            new TreeMap<>(t.keys()).forEach((id, reason) -> screen.line("key      " + id + "  " + Screen.safe(reason)));
            new TreeMap<>(t.packages()).forEach((id, reason) -> screen.line("release  " + id + "  " + Screen.safe(reason)));
        } else {
            throw new Failure(Exit.FAILURE, what + ": this is no file of vireo keys");
        }
        return Exit.OK;
    }
}
