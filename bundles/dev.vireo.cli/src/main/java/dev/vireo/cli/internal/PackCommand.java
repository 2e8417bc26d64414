package dev.vireo.cli.internal;

import dev.vireo.api.deploy.PackageVersion;
import dev.vireo.pack.Delegation;
import dev.vireo.pack.PackageManifest;
import dev.vireo.pack.PackageWriter;
import dev.vireo.pack.SigningKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes a package. */
@Command(
        name = "pack",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Make a signed package of bundles, or of a folder with a model (its ONNX files and model.json).",
            "The same files, key and terms give the same package to the bit. With --check: tell what a package is and who signed it."
        },
        footer = {
            "",
            "Example: vireo pack encoder.jar --key acme.key --delegation acme.delegation.json --out acme.encoder-1.0.0.vpk",
            "         vireo pack my-model/ --name acme.model --key acme.key --delegation acme.delegation.json --out acme.model-1.0.0.vpk",
            "         vireo pack --check acme.encoder-1.0.0.vpk --root acme-root.json"
        })
final class PackCommand implements Callable<Integer> {
    private static final int MOST_DAYS = 3650;

    @ParentCommand
    private Vireo vireo;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Passphrase passphrase;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Bundles, folders with a model, or the package to check")
    private List<Path> files;

    @Option(names = "--check", description = "Check a package instead of making one; exit code 1 when it is refused")
    private boolean check;

    @Option(names = "--root", paramLabel = "FILE", description = "With --check: the root's statement that the signature must lead to")
    private Path root;

    @Option(names = "--out", paramLabel = "FILE", description = "The package. Default: NAME-VERSION.vpk in this folder")
    private Path out;

    @Option(names = "--key", paramLabel = "FILE", description = "Key file of the publisher")
    private Path key;

    @Option(names = "--delegation", paramLabel = "FILE", description = "The root's delegation of that key, put into the package; without it the appliance must know it")
    private Path delegation;

    @Option(names = "--unsigned", description = "Do not sign: only an appliance in developer mode takes it")
    private boolean unsigned;

    @Option(names = "--name", paramLabel = "N", description = "Name of the package, and of a model's bundle. Default: symbolic name of the first bundle")
    private String name;

    @Option(names = "--package-version", paramLabel = "V", description = "Version of the package. Default: that of the first bundle")
    private String version;

    @Option(names = "--channel", paramLabel = "C", defaultValue = "stable", description = "What the package is for. Default: ${DEFAULT-VALUE}")
    private String channel;

    @Option(names = "--days", paramLabel = "N", defaultValue = "365", description = "Days from now in which it can be deployed, 1 to " + MOST_DAYS + ". Default: ${DEFAULT-VALUE}")
    private int days;

    @Option(names = "--expires", paramLabel = "T", description = "Last moment in place of --days, such as 2027-01-31T12:00:00Z")
    private String expires;

    @Override
    public Integer call() {
        if (check) {
            if (files.size() != 1) {
                throw new ParameterException(spec.commandLine(), "--check takes one package");
            }
            return new PackageCheck(vireo.screen()).show(files.getFirst(), Optional.ofNullable(root));
        }
        if (unsigned == (key != null)) {
            throw new ParameterException(spec.commandLine(), "either --key FILE or --unsigned is needed");
        }
        if (days < 1 || days > MOST_DAYS) {
            throw new ParameterException(spec.commandLine(), "--days is " + days + "; it needs 1 to " + MOST_DAYS);
        }
        List<Path> made = new ArrayList<>();
        try {
            return write(made);
        } finally {
            made.forEach(PackCommand::delete);
        }
    }

    private int write(List<Path> made) {
        List<Path> jars = new ArrayList<>();
        for (Path file : files) {
            jars.add(Files.isDirectory(file) ? model(file, made) : file);
        }
        PackageManifest first = PackageWriter.manifest("x", new PackageVersion(0, 0, 0, ""), channel, until(), jars);
        PackageManifest.BundleSpec bundle = first.bundles().getFirst();
        PackageManifest manifest = PackageWriter.manifest(
                name != null ? name : bundle.symbolicName().toLowerCase(Locale.ROOT),
                version != null ? PackageVersion.parse(version) : bundle.version(),
                channel, first.expires(), jars);
        Path target = out != null ? out : Path.of(manifest.name() + "-" + manifest.version() + ".vpk");
        PackageWriter.write(manifest, jars, by(), target);
        vireo.screen().line("wrote " + Screen.safe(target.toString()) + ": " + manifest.name() + " " + manifest.version() + ", channel "
                + manifest.channel() + ", to be deployed until " + manifest.expires() + (unsigned ? ", NOT signed" : ""));
        return new PackageCheck(vireo.screen()).worthDeploying(target);
    }

    private Optional<PackageWriter.By> by() {
        if (unsigned) {
            return Optional.empty();
        }
        Optional<Delegation> given = Optional.ofNullable(delegation).map(d -> Delegation.read(Screen.safe(d.toString()), KeyFiles.read(d)));
        SigningKey signing = KeyFiles.key(vireo, key, passphrase);
        given.map(Delegation::terms).filter(t -> !t.key().id().equals(signing.id())).ifPresent(t -> {
            throw new Failure(Exit.FAILURE, "the delegation is of the key " + t.key().id() + ", and " + Screen.safe(key.toString()) + " is " + signing.id());
        });
        return Optional.of(new PackageWriter.By(signing, given));
    }

    private Instant until() {
        if (expires == null) {
            return Instant.now().plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS);
        }
        try {
            return Instant.parse(expires).truncatedTo(ChronoUnit.SECONDS);
        } catch (java.time.DateTimeException e) {
            throw new ParameterException(spec.commandLine(), "--expires is \"" + expires + "\"; it needs a time in UTC, such as 2027-01-31T12:00:00Z", e);
        }
    }

    private Path model(Path folder, List<Path> made) {
        try {
            ModelFolder model = new ModelFolder(folder.toAbsolutePath().normalize(), vireo.json());
            Path jar = Files.createTempFile("vireo-model", ".jar");
            made.add(jar);
            model.write(name != null && files.size() == 1 ? name : model.id(), model.version(), jar);
            return jar;
        } catch (IOException e) {
            throw new Failure(Exit.FAILURE, "cannot write a temporary file: " + e.getMessage(), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
