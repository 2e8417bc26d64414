package dev.vireo.pack;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.pack.internal.CanonicalJson;
import dev.vireo.pack.internal.Fields;
import dev.vireo.pack.internal.PackageFile;
import dev.vireo.pack.internal.Signed;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The signature of a package: {@code signature.json} with the publisher's key id, its signature over the manifest, and its delegation. */
final class SignatureCheck {
    private static final String FORMAT = "vireo-signature/1";

    private final String what;
    private final PackageFile content;
    private final Trust trust;
    private final boolean anyRoot;

    /** @param anyRoot whether the root is taken at the package's word */
    SignatureCheck(PackageFile content, Trust trust, boolean anyRoot) {
        this.what = content.title() + ": ";
        this.content = content;
        this.trust = trust;
        this.anyRoot = anyRoot;
    }

    /** The signature file for a manifest. */
    static byte[] write(byte[] manifest, SigningKey key, Optional<Delegation> delegation) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("format", FORMAT);
        fields.put("key", key.id());
        fields.put("signature", Base64.getEncoder().encodeToString(key.sign(manifest)));
        delegation.ifPresent(d -> fields.put("delegation", d.json()));
        return CanonicalJson.write(fields);
    }

    /** @throws VireoException USER_INPUT when this appliance does not trust the package */
    Signer signer() {
        if (content.signature().isEmpty()) {
            if (trust.developerMode() || anyRoot) {
                return Signer.DEVELOPER;
            }
            throw new VireoException(ErrorKind.USER_INPUT, what + "is not signed; only developer mode takes unsigned packages");
        }
        Fields fields = new Fields(what + PackageFile.SIGNATURE, CanonicalJson.read(what + PackageFile.SIGNATURE, content.signature().get()));
        fields.format(FORMAT);
        String key = fields.text("key", Fields.SHA256, "the id of a key, 64 hexadecimal digits");
        byte[] signature = fields.base64("signature", 64);
        Optional<Delegation> carried = fields.has("delegation")
                ? Optional.of(Delegation.of(Signed.of(fields.child("delegation"), what + "the delegation")))
                : Optional.empty();
        fields.end();
        if (trust.root().isEmpty() && !anyRoot) {
            throw new VireoException(ErrorKind.USER_INPUT, what
                    + "this appliance trusts no root key yet; an administrator sets it with vireo keys trust FILE");
        }
        Delegation delegation = carried.or(() -> Optional.ofNullable(trust.delegations().get(key)))
                .orElseThrow(() -> new VireoException(ErrorKind.USER_INPUT, what + "is signed by the key " + key
                        + ", for which there is no delegation, neither in the package nor on this appliance"));
        key(delegation, key);
        manifest(delegation.terms(), signature);
        return new Signer(Optional.of(key), Optional.of(delegation.terms().root()), delegation.terms().publisher());
    }

    /** The key is the publisher's, and the publisher's word counts. */
    private void key(Delegation delegation, String key) {
        Delegation.Terms terms = delegation.terms();
        if (!terms.key().id().equals(key)) {
            throw new VireoException(ErrorKind.USER_INPUT, what + "is signed by the key " + key
                    + " and carries the delegation of another, " + terms.key().id());
        }
        if (anyRoot) {
            delegation.checkTime(trust.now());
        } else {
            delegation.check(trust.root().orElseThrow(), trust.now());
        }
        trust.revocations().map(r -> r.terms().keys().get(key)).ifPresent(reason -> {
            throw new VireoException(ErrorKind.USER_INPUT, what + "the key of " + terms.publisher() + " (" + key + ") was revoked: " + reason);
        });
    }

    /** The manifest is what the publisher signed, and says nothing that this publisher may not say. */
    private void manifest(Delegation.Terms terms, byte[] signature) {
        if (!terms.key().verifies(content.manifest(), signature)) {
            throw new VireoException(ErrorKind.USER_INPUT, what + "the signature is wrong: the manifest was changed after "
                    + terms.publisher() + " signed it, or the signature is of another package");
        }
        PackageManifest manifest = PackageManifest.read(what + PackageFile.MANIFEST, content.manifest());
        allowed("package", manifest.name(), terms);
        manifest.bundles().forEach(b -> allowed("bundle", b.symbolicName(), terms));
        if (!terms.channels().contains(manifest.channel())) {
            throw new VireoException(ErrorKind.USER_INPUT, what + "is for the channel " + manifest.channel() + "; "
                    + terms.publisher() + " may publish for " + String.join(", ", terms.channels()));
        }
    }

    private void allowed(String kind, String name, Delegation.Terms terms) {
        if (!terms.allows(name)) {
            throw new VireoException(ErrorKind.USER_INPUT, what + "has the " + kind + " name " + name + "; " + terms.publisher()
                    + " may use names that begin with " + String.join(", ", terms.prefixes()));
        }
    }
}
