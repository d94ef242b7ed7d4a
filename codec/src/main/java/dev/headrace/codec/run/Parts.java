package dev.headrace.codec.run;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * An object with known members and no others.
 *
 * @param name what it is called where it stands for itself
 * @param maker makes the whole of what was read
 */
record Parts<T>(String name, List<Member<T, ?>> members, Function<Read<T>, T> maker) {
    Parts {
        members = List.copyOf(members);
    }

    static <T, A> Parts<T> of(String name, Maker1<A, T> maker, Member<T, A> a) {
        return new Parts<>(name, List.of(a), read -> maker.make(read.get(0, a)));
    }

    static <T, A, B> Parts<T> of(
            String name, Maker2<A, B, T> maker, Member<T, A> a, Member<T, B> b) {
        return new Parts<>(name, List.of(a, b), read -> maker.make(read.get(0, a), read.get(1, b)));
    }

    static <T, A, B, C> Parts<T> of(
            String name, Maker3<A, B, C, T> maker, Member<T, A> a, Member<T, B> b, Member<T, C> c) {
        return new Parts<>(
                name,
                List.of(a, b, c),
                read -> maker.make(read.get(0, a), read.get(1, b), read.get(2, c)));
    }

    static <T, A, B, C, D> Parts<T> of(
            String name,
            Maker4<A, B, C, D, T> maker,
            Member<T, A> a,
            Member<T, B> b,
            Member<T, C> c,
            Member<T, D> d) {
        return new Parts<>(
                name,
                List.of(a, b, c, d),
                read -> maker.make(read.get(0, a), read.get(1, b), read.get(2, c), read.get(3, d)));
    }

    static <T, A, B, C, D, E> Parts<T> of(
            String name,
            Maker5<A, B, C, D, E, T> maker,
            Member<T, A> a,
            Member<T, B> b,
            Member<T, C> c,
            Member<T, D> d,
            Member<T, E> e) {
        return new Parts<>(
                name,
                List.of(a, b, c, d, e),
                read ->
                        maker.make(
                                read.get(0, a),
                                read.get(1, b),
                                read.get(2, c),
                                read.get(3, d),
                                read.get(4, e)));
    }

    static <T, A, B, C, D, E, F> Parts<T> of(
            String name,
            Maker6<A, B, C, D, E, F, T> maker,
            Member<T, A> a,
            Member<T, B> b,
            Member<T, C> c,
            Member<T, D> d,
            Member<T, E> e,
            Member<T, F> f) {
        return new Parts<>(
                name,
                List.of(a, b, c, d, e, f),
                read ->
                        maker.make(
                                read.get(0, a),
                                read.get(1, b),
                                read.get(2, c),
                                read.get(3, d),
                                read.get(4, e),
                                read.get(5, f)));
    }

    static <T, A, B, C, D, E, F, G> Parts<T> of(
            String name,
            Maker7<A, B, C, D, E, F, G, T> maker,
            Member<T, A> a,
            Member<T, B> b,
            Member<T, C> c,
            Member<T, D> d,
            Member<T, E> e,
            Member<T, F> f,
            Member<T, G> g) {
        return new Parts<>(
                name,
                List.of(a, b, c, d, e, f, g),
                read ->
                        maker.make(
                                read.get(0, a),
                                read.get(1, b),
                                read.get(2, c),
                                read.get(3, d),
                                read.get(4, e),
                                read.get(5, f),
                                read.get(6, g)));
    }

    static <T, A, B, C, D, E, F, G, H> Parts<T> of(
            String name,
            Maker8<A, B, C, D, E, F, G, H, T> maker,
            Member<T, A> a,
            Member<T, B> b,
            Member<T, C> c,
            Member<T, D> d,
            Member<T, E> e,
            Member<T, F> f,
            Member<T, G> g,
            Member<T, H> h) {
        return new Parts<>(
                name,
                List.of(a, b, c, d, e, f, g, h),
                read ->
                        maker.make(
                                read.get(0, a),
                                read.get(1, b),
                                read.get(2, c),
                                read.get(3, d),
                                read.get(4, e),
                                read.get(5, f),
                                read.get(6, g),
                                read.get(7, h)));
    }

    static <T, A, B, C, D, E, F, G, H, I> Parts<T> of(
            String name,
            Maker9<A, B, C, D, E, F, G, H, I, T> maker,
            Member<T, A> a,
            Member<T, B> b,
            Member<T, C> c,
            Member<T, D> d,
            Member<T, E> e,
            Member<T, F> f,
            Member<T, G> g,
            Member<T, H> h,
            Member<T, I> i) {
        return new Parts<>(
                name,
                List.of(a, b, c, d, e, f, g, h, i),
                read ->
                        maker.make(
                                read.get(0, a),
                                read.get(1, b),
                                read.get(2, c),
                                read.get(3, d),
                                read.get(4, e),
                                read.get(5, f),
                                read.get(6, g),
                                read.get(7, h),
                                read.get(8, i)));
    }

    /** As a member of something else. */
    Slot<T> slot() {
        return new Slot<>(
                name,
                (out, value) -> {
                    out.open('{');
                    write(out, value);
                    out.close('}');
                },
                in -> {
                    in.open(JsonToken.START_OBJECT);
                    return read(in);
                });
    }

    /** The members, without brackets around them. */
    void write(Out out, T value) {
        for (Member<T, ?> member : members) {
            member.write(out, value);
        }
    }

    /** What is left of an object that has been opened. */
    T read(In in) {
        Read<T> read = new Read<>(this);
        while (in.next()) {
            read.member(in);
        }
        return maker.apply(read);
    }

    /** What the members of one object say. */
    static final class Read<T> {
        private final Parts<T> parts;
        private final @Nullable Object[] values;

        private Read(Parts<T> parts) {
            this.parts = parts;
            this.values = new @Nullable Object[parts.members.size()];
        }

        private void member(In in) {
            String name = in.name();
            for (int i = 0; i < values.length; i++) {
                Member<T, ?> member = parts.members.get(i);
                if (member.name().equals(name)) {
                    values[i] = member.slot().read(in);
                    return;
                }
            }
            throw UnreadableJournal.newer("'" + name + "' of " + parts.name + " is not known");
        }

        @SuppressWarnings("unchecked") // Each index has one member, whose slot read the value.
        private <V> V get(int index, Member<T, V> member) {
            Object value = values[index];
            if (value != null) {
                return (V) value;
            }
            if (member.fallback().isPresent()) {
                return member.fallback().get();
            }
            throw UnreadableJournal.damaged(
                    "'" + member.name() + "' of " + parts.name + " is missing");
        }
    }

    interface Maker1<A, T> {
        T make(A a);
    }

    interface Maker2<A, B, T> {
        T make(A a, B b);
    }

    interface Maker3<A, B, C, T> {
        T make(A a, B b, C c);
    }

    interface Maker4<A, B, C, D, T> {
        T make(A a, B b, C c, D d);
    }

    interface Maker5<A, B, C, D, E, T> {
        T make(A a, B b, C c, D d, E e);
    }

    interface Maker6<A, B, C, D, E, F, T> {
        T make(A a, B b, C c, D d, E e, F f);
    }

    interface Maker7<A, B, C, D, E, F, G, T> {
        T make(A a, B b, C c, D d, E e, F f, G g);
    }

    interface Maker8<A, B, C, D, E, F, G, H, T> {
        T make(A a, B b, C c, D d, E e, F f, G g, H h);
    }

    interface Maker9<A, B, C, D, E, F, G, H, I, T> {
        T make(A a, B b, C c, D d, E e, F f, G g, H h, I i);
    }
}
