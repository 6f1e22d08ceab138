//! What the description of the API says of every operation: who may call, and how an error looks.

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{Components, Content, OpenApi, PathItem, Ref, ResponseBuilder};

/// The name under which problems are described.
const PROBLEM: &str = "#/components/schemas/ProblemBody";

/// Completes a description with what holds for all operations.
pub(super) fn complete(description: &mut OpenApi) {
    let components = description.components.get_or_insert_default();
    add_schemes(components);
    // One of the two.
    let none: [&str; 0] = [];
    description.security = Some(vec![
        SecurityRequirement::new("session", none),
        SecurityRequirement::new("token", none),
    ]);
    for (path, item) in &mut description.paths.paths {
        let is_session = path.ends_with("/session");
        for (method, operation) in operations(item) {
            add_problem(operation);
            if is_session && method != "get" {
                operation.security = Some(Vec::new());
            }
        }
    }
}

fn add_schemes(components: &mut Components) {
    let cookie = ApiKeyValue::with_description(
        "zhiban",
        "set by `POST /api/v1/session`, for people who sign in",
    );
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(cookie));
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "of `POST /api/v1/cities/{id}/api-clients`, for programs",
        ))
        .build();
    components.add_security_scheme("session", cookie);
    components.add_security_scheme("token", SecurityScheme::Http(token));
}

/// Every answer that an operation does not name is a problem, whatever its status.
fn add_problem(operation: &mut Operation) {
    let problem = ResponseBuilder::new()
        .description("a problem")
        .content(
            "application/problem+json",
            Content::new(Some(Ref::new(PROBLEM))),
        )
        .build();
    let named = &mut operation.responses.responses;
    named
        .entry("default".to_owned())
        .or_insert_with(|| problem.into());
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let each = [
        ("get", &mut item.get),
        ("put", &mut item.put),
        ("post", &mut item.post),
        ("delete", &mut item.delete),
        ("patch", &mut item.patch),
    ];
    each.into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}
