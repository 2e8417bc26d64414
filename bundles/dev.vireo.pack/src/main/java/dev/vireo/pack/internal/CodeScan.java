package dev.vireo.pack.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.AccessFlag;
import java.util.Optional;

/**
 * What the code of one class asks for. This finds what a bundle does openly, by name; it is no sandbox, and code that hides
 * what it calls is only held back by who may sign it.
 */
final class CodeScan {
    private final Jar jar;
    private final String entry;

    CodeScan(Jar jar, String entry) {
        this.jar = jar;
        this.entry = entry;
    }

    void scan(byte[] content) {
        try {
            look(ClassFile.of().parse(content));
        } catch (VireoException e) {
            throw e;
        } catch (RuntimeException e) { // a damaged class file shows in several of them
            throw new VireoException(ErrorKind.USER_INPUT,
                    jar.title() + ": \"" + Names.shown(entry) + "\" is no class file: " + Names.shown(String.valueOf(e.getMessage())), e);
        }
    }

    private void look(ClassModel model) {
        String name = model.thisClass().asInternalName().replace('/', '.');
        model.superclass().map(ClassEntry::asInternalName).filter(Forbidden::parent).ifPresent(parent -> {
            throw refused(name, "extends " + parent.replace('/', '.'));
        });
        for (MethodModel method : model.methods()) {
            String where = name + "." + method.methodName().stringValue();
            if (method.flags().has(AccessFlag.NATIVE)) {
                throw refused(where, "is native");
            }
            method.code().ifPresent(code -> code.forEach(element -> called(element).ifPresent(what -> {
                throw refused(where, what);
            })));
        }
        // What no instruction names by itself: method references, tables of bootstrap methods, class literals.
        for (PoolEntry pooled : model.constantPool()) {
            Optional<String> what = switch (pooled) {
                case MemberRefEntry member -> member(member);
                case ClassEntry type -> Forbidden.type(type.asInternalName()).map(t -> "uses " + t);
                case StringEntry text -> Forbidden.named(text.stringValue()).map(t -> "names " + t);
                default -> Optional.empty();
            };
            what.ifPresent(w -> {
                throw refused(name, w);
            });
        }
    }

    private static Optional<String> called(CodeElement element) {
        return switch (element) {
            case InvokeInstruction call -> Forbidden.member(call.owner().asInternalName(), call.name().stringValue()).map(m -> "calls " + m);
            case FieldInstruction field -> Forbidden.member(field.owner().asInternalName(), field.name().stringValue()).map(m -> "uses " + m);
            default -> Optional.empty();
        };
    }

    private static Optional<String> member(MemberRefEntry member) {
        return Forbidden.member(member.owner().asInternalName(), member.name().stringValue()).map(m -> "refers to " + m);
    }

    private VireoException refused(String where, String what) {
        return jar.refused("class " + Names.shown(where) + " " + Names.shown(what)
                + "; packages may not start processes, end this one, reach native code or closed memory, define classes or steer the framework");
    }
}
