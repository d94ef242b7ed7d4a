package dev.headrace.app;

/** Where every command begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.err.println("headrace " + String.join(" ", args));
    }
}
