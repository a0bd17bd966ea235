import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Holds PDF files against veraPDF's rules, all in one run of the virtual machine.
 *
 * <p>Standard input: one "flavour,flavour TAB path" per line; the file is read once and each of its objects held
 * against the rules of all of them. Standard output: for each flavour one line of tab-separated fields, "checked"
 * flavour path assertions, or "refused" flavour path reason; before it, for each failed rule, "broken" flavour path
 * rule count message place. Exit status 0 unless this program itself fails.
 */
public final class Conformance {
    private static final Map<String, String> RULE_FILES = Map.of("3a", "PDFA-3A", "3b", "PDFA-3B", "ua1", "PDFUA-1");
    private static final int FEWEST_RULES = 50;
    private static final int ALL_FAILURES = 100_000;

    private final Map<String, ValidationProfile> profiles = new HashMap<>();
    private final PrintStream out;

    private Conformance(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        Conformance conformance = new Conformance(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] request = line.split("\t", 2);
            conformance.hold(List.of(request[0].split(",")), request[1]);
        }
    }

    private void hold(List<String> flavours, String path) throws Exception {
        List<ValidationProfile> asked = new ArrayList<>();
        for (String flavour : flavours) asked.add(profile(flavour));
        List<ValidationResult> results;
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), asked.get(0).getPDFAFlavour());
                PDFAValidator validator =
                    ValidatorFactory.createValidatorByProfiles(asked, ALL_FAILURES, false, true, false)) {
            results = validator.validateAll(parser);
        } catch (Exception | LinkageError | StackOverflowError unreadable) {
            for (String flavour : flavours) say("refused", flavour, path, unreadable.toString());
            return;
        }
        for (int i = 0; i < asked.size(); i++) report(flavours.get(i), path, asked.get(i), results.get(i));
    }

    private void report(String flavour, String path, ValidationProfile profile, ValidationResult result) {
        Map<String, List<TestAssertion>> broken = result.getTestAssertions().stream()
            .filter(assertion -> assertion.getStatus() == TestAssertion.Status.FAILED)
            .collect(Collectors.groupingBy(Conformance::rule, TreeMap::new, Collectors.toList()));
        broken.forEach((rule, failures) -> say("broken", flavour, path, rule, "" + failures.size(),
            message(failures.get(0)), place(failures.get(0))));
        boolean agrees = result.isCompliant() == broken.isEmpty() && result.getPDFAFlavour() == profile.getPDFAFlavour();
        if (agrees && result.getTotalAssertions() > 0) say("checked", flavour, path, "" + result.getTotalAssertions());
        else say("refused", flavour, path, "veraPDF's verdict does not agree with its own assertions");
    }

    private static String rule(TestAssertion assertion) {
        return assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
    }

    private static String message(TestAssertion assertion) {
        return assertion.getErrorMessage() == null ? assertion.getMessage() : assertion.getErrorMessage();
    }

    private static String place(TestAssertion assertion) {
        return assertion.getLocation() == null ? "" : assertion.getLocation().getContext();
    }

    private void say(String... fields) {
        out.println(java.util.Arrays.stream(fields).map(field -> field == null ? "" : field.replaceAll("\\s+", " "))
            .collect(Collectors.joining("\t")));
    }

    private ValidationProfile profile(String flavour) throws Exception {
        if (!profiles.containsKey(flavour)) profiles.put(flavour, read(flavour));
        return profiles.get(flavour);
    }

    // The jar was stripped of the XML binding by which veraPDF reads its rules: the JDK's own parser does it here.
    private static ValidationProfile read(String flavour) throws Exception {
        String resource = "/org/verapdf/pdfa/validation/" + RULE_FILES.get(flavour) + ".xml";
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        Element root;
        try (InputStream stream = Conformance.class.getResourceAsStream(resource)) {
            if (stream == null) throw new IOException("no rules for " + flavour + " in the jar: " + resource);
            root = factory.newDocumentBuilder().parse(stream).getDocumentElement();
        }
        Set<Rule> rules = new LinkedHashSet<>();
        for (Element rule : below(root, "rule")) rules.add(rule(rule));
        if (rules.size() < FEWEST_RULES) throw new IOException("only " + rules.size() + " rules in " + resource);
        Set<Variable> variables = new LinkedHashSet<>();
        for (Element variable : below(root, "variable")) variables.add(variable(variable));
        var details = Profiles.profileDetailsFromValues(words(root, "name"), "", "", new Date(0));
        PDFAFlavour named = PDFAFlavour.valueOf(root.getAttribute("flavour"));
        return Profiles.profileFromValues(named, details, "", rules, variables);
    }

    private static Rule rule(Element rule) {
        Element id = below(rule, "id").get(0);
        Element error = below(rule, "error").get(0);
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element argument : below(error, "argument")) {
            String name = argument.hasAttribute("name") ? argument.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(argument.getTextContent(), name, null));
        }
        Boolean deferred = rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
        var specification = PDFAFlavour.Specification.valueOf(id.getAttribute("specification"));
        int test = Integer.parseInt(id.getAttribute("testNumber"));
        return Profiles.ruleFromValues(
            Profiles.ruleIdFromValues(specification, id.getAttribute("clause"), test),
            rule.getAttribute("object"), deferred, rule.getAttribute("tags"), words(rule, "description"),
            words(rule, "test"), Profiles.errorFromValues(words(error, "message"), arguments), List.of());
    }

    private static Variable variable(Element variable) {
        return Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
            words(variable, "defaultValue"), words(variable, "value"));
    }

    private static List<Element> below(Element element, String tag) {
        NodeList nodes = element.getElementsByTagNameNS("*", tag);
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).collect(Collectors.toList());
    }

    private static String words(Element element, String tag) {
        List<Element> found = below(element, tag);
        return found.isEmpty() ? "" : found.get(0).getTextContent();
    }
}
