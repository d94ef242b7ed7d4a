import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Writes out in plain code what javac leaves to be generated while the program runs: the choice of
 * a pattern switch, and the equals and hashCode of records. The ahead-of-time cache keeps neither,
 * so each start would generate them anew, half a millisecond for each, and compile the generator
 * too.
 *
 * <p>{@code java tools/Inline.java FOLDER}: rewrites each headrace-*.jar in a folder of jars. What
 * it does not know it leaves as it is: the program means the same with or without.
 */
public final class Inline {
    private static final String SWITCHES = "java.lang.runtime.SwitchBootstraps";
    private static final String RECORDS = "java.lang.runtime.ObjectMethods";
    private static final ClassDesc OBJECTS = Objects.class.describeConstable().orElseThrow();

    private final ClassFile classes;
    private int replaced;

    private Inline(ClassLoader libraries) {
        classes =
                ClassFile.of(
                        ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.ofResourceParsing(libraries)
                                        .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    public static void main(String[] arguments) throws IOException {
        List<Path> jars;
        try (var files = Files.list(Path.of(arguments[0]))) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
        List<URL> places = new ArrayList<>();
        for (Path jar : jars) {
            places.add(jar.toUri().toURL());
        }
        try (var libraries = new URLClassLoader(places.toArray(URL[]::new))) {
            Inline inline = new Inline(libraries);
            for (Path jar : jars) {
                if (jar.getFileName().toString().startsWith("headrace-")) {
                    inline.rewrite(jar);
                }
            }
            System.out.println(inline.replaced + " places written out");
        }
    }

    private void rewrite(Path jar) throws IOException {
        Path tmp = Files.createTempFile(jar.getParent(), "inline", ".tmp");
        try (var in = new ZipInputStream(Files.newInputStream(jar));
                var out = new ZipOutputStream(Files.newOutputStream(tmp))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] bytes = in.readAllBytes();
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                out.write(entry.getName().endsWith(".class") ? rewritten(bytes) : bytes);
                out.closeEntry();
            }
        }
        Files.move(tmp, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private byte[] rewritten(byte[] bytes) {
        ClassModel type = classes.parse(bytes);
        if (type.methods().stream().noneMatch(Inline::concerned)) {
            return bytes;
        }
        Map<Object, Helper> helpers = new LinkedHashMap<>();
        ClassTransform each =
                (to, element) -> {
                    if (element instanceof MethodModel method && concerned(method)) {
                        to.transformMethod(
                                method,
                                (inner, part) -> {
                                    if (part instanceof java.lang.classfile.CodeModel code) {
                                        inner.transformCode(code, calls(type, helpers));
                                    } else {
                                        inner.with(part);
                                    }
                                });
                    } else {
                        to.with(element);
                    }
                };
        return classes.transformClass(
                type,
                each.andThen(
                        ClassTransform.endHandler(to ->
                                helpers.values()
                                        .forEach(helper ->
                                                to.withMethodBody(
                                                        helper.name(),
                                                        helper.type(),
                                                        ClassFile.ACC_PRIVATE
                                                                | ClassFile.ACC_STATIC
                                                                | ClassFile.ACC_SYNTHETIC,
                                                        helper.body()::write)))));
    }

    /** A method that is added to a class, instead of something to be generated later. */
    private record Helper(String name, MethodTypeDesc type, Body body) {}

    private interface Body {
        void write(CodeBuilder code);
    }

    private CodeTransform calls(ClassModel type, Map<Object, Helper> helpers) {
        ClassDesc owner = type.thisClass().asSymbol();
        boolean isInterface = (type.flags().flagsMask() & ClassFile.ACC_INTERFACE) != 0;
        return (code, element) -> {
            if (element instanceof InvokeDynamicInstruction call && known(call)) {
                Object key =
                        List.of(call.name().stringValue(), call.typeSymbol(), call.bootstrapArgs());
                Helper helper = helpers.computeIfAbsent(key, _ -> helper(call, helpers.size()));
                code.invokestatic(owner, helper.name(), helper.type(), isInterface);
                replaced++;
            } else {
                code.with(element);
            }
        };
    }

    private static boolean concerned(MethodModel method) {
        return method.code().isPresent()
                && method.code()
                        .get()
                        .elementStream()
                        .anyMatch(element ->
                                element instanceof InvokeDynamicInstruction call && known(call));
    }

    private static boolean known(InvokeDynamicInstruction call) {
        DirectMethodHandleDesc maker = call.bootstrapMethod();
        String from = maker.owner().packageName() + "." + maker.owner().displayName();
        String name = call.name().stringValue();
        if (from.equals(SWITCHES)) {
            return maker.methodName().equals("typeSwitch")
                    && !call.typeSymbol().parameterType(0).isPrimitive()
                    && call.bootstrapArgs().stream()
                            .allMatch(label ->
                                    label instanceof ClassDesc type && !type.isPrimitive());
        }
        return from.equals(RECORDS) && (name.equals("equals") || name.equals("hashCode"));
    }

    private static Helper helper(InvokeDynamicInstruction call, int number) {
        String name = call.name().stringValue();
        Body body =
                switch (name) {
                    case "typeSwitch" -> code -> choice(code, call.bootstrapArgs());
                    case "equals" ->
                            code ->
                                    equality(
                                            code,
                                            (ClassDesc) call.bootstrapArgs().getFirst(),
                                            fields(call));
                    default -> code -> hash(code, fields(call));
                };
        return new Helper(name + "$" + number, call.typeSymbol(), body);
    }

    /** The number of the first label, from the restart on, of which the value is; -1 for null. */
    private static void choice(CodeBuilder code, List<ConstantDesc> labels) {
        Label present = code.newLabel();
        code.aload(0).ifnonnull(present).iconst_m1().ireturn().labelBinding(present);
        for (int i = 0; i < labels.size(); i++) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next);
            code.aload(0).instanceOf((ClassDesc) labels.get(i)).ifeq(next);
            code.loadConstant(i).ireturn().labelBinding(next);
        }
        code.loadConstant(labels.size()).ireturn();
    }

    private static List<DirectMethodHandleDesc> fields(InvokeDynamicInstruction call) {
        List<DirectMethodHandleDesc> fields = new ArrayList<>();
        for (ConstantDesc argument : call.bootstrapArgs()) {
            if (argument instanceof DirectMethodHandleDesc getter) {
                fields.add(getter);
            }
        }
        return fields;
    }

    private static void hash(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
        code.iconst_0();
        for (DirectMethodHandleDesc field : fields) {
            ClassDesc type = field.invocationType().returnType();
            code.loadConstant(31).imul().aload(0).getfield(field.owner(), field.methodName(), type);
            if (type.isPrimitive()) {
                code.invokestatic(box(type), "hashCode", MethodTypeDesc.of(CD_int, type));
            } else {
                code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
            }
            code.iadd();
        }
        code.ireturn();
    }

    private static void equality(
            CodeBuilder code, ClassDesc owner, List<DirectMethodHandleDesc> fields) {
        Label no = code.newLabel();
        code.aload(1).instanceOf(owner).ifeq(no);
        code.aload(1).checkcast(owner).astore(2);
        for (DirectMethodHandleDesc field : fields) {
            ClassDesc type = field.invocationType().returnType();
            code.aload(0).getfield(owner, field.methodName(), type);
            code.aload(2).getfield(owner, field.methodName(), type);
            if (!type.isPrimitive()) {
                code.invokestatic(
                        OBJECTS, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object));
                code.ifeq(no);
            } else if (TypeKind.from(type).asLoadable() == TypeKind.INT) {
                code.if_icmpne(no);
            } else {
                code.invokestatic(box(type), "compare", MethodTypeDesc.of(CD_int, type, type))
                        .ifne(no);
            }
        }
        code.iconst_1().ireturn().labelBinding(no).iconst_0().ireturn();
    }

    private static ClassDesc box(ClassDesc primitive) {
        return ClassDesc.of(
                "java.lang",
                switch (primitive.descriptorString()) {
                    case "I" -> "Integer";
                    case "C" -> "Character";
                    case "Z" -> "Boolean";
                    case "B" -> "Byte";
                    case "S" -> "Short";
                    case "J" -> "Long";
                    case "F" -> "Float";
                    default -> "Double";
                });
    }
}
