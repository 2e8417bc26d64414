package dev.vireo.pack.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Methods and classes that code of others may not use, by the names that class files have for them. */
final class Forbidden {
    private static final String REFLECTION = "java/lang/reflect/";
    private static final Set<String> ACCESS = Set.of("setAccessible", "trySetAccessible");

    private static final Map<String, Set<String>> MEMBERS = Map.ofEntries(
            Map.entry("java/lang/Runtime", Set.of("exec", "exit", "halt", "load", "loadLibrary", "addShutdownHook", "removeShutdownHook")),
            Map.entry("java/lang/System", Set.of("exit", "load", "loadLibrary", "setProperties", "setIn", "setOut", "setErr")),
            Map.entry(REFLECTION + "AccessibleObject", ACCESS),
            Map.entry(REFLECTION + "Method", ACCESS),
            Map.entry(REFLECTION + "Field", ACCESS),
            Map.entry(REFLECTION + "Constructor", ACCESS),
            Map.entry("java/lang/invoke/MethodHandles", Set.of("privateLookupIn")),
            Map.entry("java/lang/invoke/MethodHandles$Lookup",
                    Set.of("defineClass", "defineHiddenClass", "defineHiddenClassWithClassData")),
            Map.entry("java/lang/Module", Set.of("addExports", "addOpens", "addReads", "addUses")),
            Map.entry("java/lang/ModuleLayer$Controller", Set.of("addExports", "addOpens", "addReads", "enableNativeAccess")),
            // Services come by the references of components, where it is seen which they are.
            Map.entry("org/osgi/framework/BundleContext", Set.of(
                    "installBundle", "registerService", "getServiceReference", "getServiceReferences", "getAllServiceReferences", "getService",
                    "getServiceObjects", "getBundle", "getBundles", "addServiceListener", "addBundleListener", "addFrameworkListener")),
            Map.entry("org/osgi/framework/Bundle", Set.of(
                    "start", "stop", "update", "uninstall", "adapt", "getBundleContext", "getRegisteredServices", "getServicesInUse", "loadClass")));
    /** Whole classes, and packages where they end with a slash. */
    private static final List<String> TYPES = List.of(
            "java/lang/ProcessBuilder", "java/lang/ProcessHandle", "java/lang/foreign/", "java/lang/instrument/", "java/net/URLClassLoader",
            "java/security/SecureClassLoader", "sun/", "jdk/internal/", "com/sun/tools/", "dev/vireo/api/broker/Stage", "dev/vireo/api/deploy/");
    private static final Set<String> PARENTS = Set.of("java/lang/ClassLoader", "java/security/SecureClassLoader", "java/net/URLClassLoader");
    /** Classes that are asked for by name only to get around the above. */
    private static final List<String> NAMED = List.of("java.lang.Runtime", "java.lang.System", "java.lang.ProcessBuilder", "java.lang.ProcessImpl",
            "java.lang.foreign.", "sun.misc.Unsafe", "jdk.internal.", "java.lang.instrument.", "dev.vireo.api.deploy.", "dev.vireo.api.broker.Stage");

    private Forbidden() {}

    /** The member with its class as a person writes it, when it is forbidden. */
    static Optional<String> member(String owner, String name) {
        if (MEMBERS.getOrDefault(owner, Set.of()).contains(name)) {
            return Optional.of(owner.replace('/', '.') + "." + name);
        }
        return type(owner).map(t -> t + "." + name);
    }

    static Optional<String> type(String name) {
        String element = name.replaceFirst("^\\[+L?", "").replaceFirst(";$", "");
        boolean found = TYPES.stream().anyMatch(t -> t.endsWith("/")
                ? element.startsWith(t)
                : element.equals(t) || element.startsWith(t + "$"));
        return found ? Optional.of(element.replace('/', '.')) : Optional.empty();
    }

    static boolean parent(String name) {
        return PARENTS.contains(name);
    }

    static Optional<String> named(String text) {
        return NAMED.stream().anyMatch(n -> n.endsWith(".") ? text.startsWith(n) : text.equals(n)) ? Optional.of(text) : Optional.empty();
    }
}
