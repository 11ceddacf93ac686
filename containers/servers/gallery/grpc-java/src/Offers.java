// The prompts and resources, and what completes their arguments.
import com.google.mcp.*;
import io.grpc.Status;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class Offers {
  static final String ASKING_PROMPT = Asking.PREFIX + "prompt";
  static final String TEXT = "This is the content of the static text resource.";
  static final String BEFORE = "test://template/";
  static final String AFTER = "/data";
  static final String TEMPLATE = BEFORE + "{id}" + AFTER;
  /** The arguments of each prompt, all of them required. */
  static final Map<String, List<String>> PROMPTS = new LinkedHashMap<>();
  static final Map<String, Map<String, List<String>>> VALUES = Map.of(
      "test_prompt_with_arguments", Map.of("arg1", List.of("test", "testing", "tested"), "arg2", List.of("value")),
      TEMPLATE, Map.of("id", List.of("123", "124", "200")));

  static {
    PROMPTS.put("test_simple_prompt", List.of());
    PROMPTS.put("test_prompt_with_arguments", List.of("arg1", "arg2"));
    PROMPTS.put("test_prompt_with_embedded_resource", List.of("resourceUri"));
    PROMPTS.put("test_prompt_with_image", List.of());
    PROMPTS.put(ASKING_PROMPT, List.of());
  }

  static List<Prompt> prompts() {
    return PROMPTS.entrySet().stream().map(one -> Prompt.newBuilder().setName(one.getKey())
        .addAllArguments(one.getValue().stream()
            .map(name -> Prompt.Argument.newBuilder().setName(name).setRequired(true).build()).toList())
        .build()).toList();
  }

  /** One of them has all that a resource can be said to have. */
  static List<Resource> resources() {
    Map<String, Object> kept = new LinkedHashMap<>();
    kept.put("null", null);
    kept.put("list", List.of(1, -0.5, true, "é"));
    kept.put("empty", Map.of());
    return List.of(
        Resource.newBuilder().setUri("test://static-text").setName("static-text").setTitle("Static text")
            .setDescription("A text that never changes").setMimeType("text/plain").setSize(TEXT.length())
            .setAnnotations(Annotations.newBuilder().addAudience(Role.ROLE_USER).addAudience(Role.ROLE_ASSISTANT)
                .setPriority(0.8f).setLastModified("2026-07-28T00:00:00Z"))
            .addIcons(Icon.newBuilder().setSrc("data:image/png;base64," + Structs.PNG_TEXT).setMimeType("image/png")
                .addSizes("1x1").addSizes("any").setTheme(Icon.Theme.THEME_DARK))
            .setMetadata(Structs.struct(Map.of("example.org/kept", kept))).build(),
        Resource.newBuilder().setUri("test://static-binary").setName("static-binary").setMimeType("image/png")
            .setSize(Structs.PNG.size()).build());
  }

  static ResourceTemplate template() {
    return ResourceTemplate.newBuilder().setUriTemplate(TEMPLATE).setName("template")
        .setMimeType("text/plain").build();
  }

  static PromptMessage.Builder user() {
    return PromptMessage.newBuilder().setRole(Role.ROLE_USER);
  }

  static PromptMessage user(String words) {
    return user().setText(Tools.text(words)).build();
  }

  static GetPromptResponse getPrompt(GetPromptRequest request) throws Exception {
    String name = request.getName();
    Map<String, String> given = request.getArgumentsMap();
    if (!PROMPTS.containsKey(name)) throw Main.refused(Status.NOT_FOUND, "There is no prompt \"" + name + "\".");
    for (String argument : PROMPTS.get(name)) {
      if (!given.containsKey(argument)) {
        throw Main.refused(Status.INVALID_ARGUMENT, "The argument " + argument + " is missing.");
      }
    }
    if (name.equals(ASKING_PROMPT)) {
      String context = Asking.accepted(request.getCommon(), "user_context", "context");
      if (context.isEmpty()) {
        Map<String, InputRequest> wanted = Map.of("user_context", Asking.form("Which context?", "context"));
        return GetPromptResponse.newBuilder().setCommon(Asking.ask(wanted, "")).build();
      }
      return got(user("The context is " + context + "."));
    }
    return switch (name) {
      case "test_simple_prompt" -> got(user("This is a simple prompt for testing."));
      case "test_prompt_with_arguments" ->
          got(user("arg1='" + given.get("arg1") + "', arg2='" + given.get("arg2") + "'"));
      case "test_prompt_with_image" ->
          got(user().setImage(Tools.image()).build(), user("Look at the image above."));
      default -> got(
          user().setEmbeddedResource(Tools.embedded(given.get("resourceUri"), "text/plain", "An embedded text."))
              .build(),
          user("Look at the resource above."));
    };
  }

  static GetPromptResponse got(PromptMessage... messages) {
    return GetPromptResponse.newBuilder().setCommon(Main.COMPLETE).addAllMessages(Arrays.asList(messages)).build();
  }

  static ResourceContents read(String uri) {
    ResourceContents.Builder contents = ResourceContents.newBuilder().setUri(uri);
    if (uri.equals("test://static-text")) return contents.setMimeType("text/plain").setText(TEXT).build();
    if (uri.equals("test://static-binary")) return contents.setMimeType("image/png").setBlob(Structs.PNG).build();
    boolean fits = uri.startsWith(BEFORE) && uri.endsWith(AFTER) && uri.length() > BEFORE.length() + AFTER.length();
    String id = fits ? uri.substring(BEFORE.length(), uri.length() - AFTER.length()) : "/";
    if (id.contains("/")) throw Main.refused(Status.NOT_FOUND, "There is no resource \"" + uri + "\".");
    return contents.setMimeType("text/plain").setText("The id is " + id + ".").build();
  }

  static CompletionResponse complete(CompletionRequest request) {
    if (!request.hasArgument()) {
      throw Main.refused(Status.INVALID_ARGUMENT, "The argument to complete is missing.");
    }
    String target = request.getPromptReference().getName() + request.getResourceReference().getUri();
    if (!PROMPTS.containsKey(target) && !target.equals(TEMPLATE)) {
      throw Main.refused(Status.INVALID_ARGUMENT, "There is nothing to complete at \"" + target + "\".");
    }
    List<String> values = VALUES.getOrDefault(target, Map.of())
        .getOrDefault(request.getArgument().getName(), List.of()).stream()
        .filter(value -> value.startsWith(request.getArgument().getValue())).toList();
    return CompletionResponse.newBuilder().setCommon(Main.COMPLETE).addAllValues(values)
        .setTotalMatches(values.size()).build();
  }

  private Offers() {}
}
