package dev.sentinel.app.output;

import java.io.Console;
import java.util.Optional;

/** Whether somebody looks at the output on a screen that can rewrite a line. */
public final class Terminal {
    private Terminal() {}

    public static boolean present() {
        return Optional.ofNullable(System.console()).map(Terminal::interactive).orElse(false);
    }

    /** Java 22 and later give a console to everybody, and say with a method that 21 does not have whether it is one. */
    private static boolean interactive(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException older) {
            return true;
        }
    }
}
