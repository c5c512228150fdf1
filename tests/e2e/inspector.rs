//! Looks a screen over: its width, its content security policy, axe, and a picture when one is wanted.
//! What is wrong is collected and told at the end, so that one run tells everything.

use std::path::Path;

use crate::driver::{App, Theme};

const SIZES: [(u32, u32); 2] = [(1440, 900), (1024, 768)];
const AXE: &str = "ui/node_modules/axe-core/axe.min.js";

pub(crate) struct Inspector {
    theme: Theme,
    axe: String,
    troubles: Vec<String>,
}

impl Inspector {
    pub(crate) async fn of(app: &App, theme: Theme) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(AXE);
        let axe = std::fs::read_to_string(file).expect("the packages of the UI are installed");
        let inspector = Self {
            theme,
            axe,
            troubles: Vec::new(),
        };
        inspector.watch(app).await;
        inspector
    }

    /// Listens for what the content security policy refuses; again after a lock, which loads a new page.
    pub(crate) async fn watch(&self, app: &App) {
        app.ask(WATCH).await;
    }

    pub(crate) async fn look(&mut self, app: &App, screen: &str) {
        for (width, height) in SIZES {
            app.resize(width, height).await;
            let name = format!("{screen}-{}-{width}", self.theme.name());
            app.picture(&name).await;
            let wide = "return document.documentElement.scrollWidth > innerWidth";
            if app.ask(wide).await == true {
                self.troubles.push(format!("{name}: wider than its window"));
            }
            let refused = app.ask("return window.refused ?? ['nobody listens']").await;
            self.note(&name, "policy", &refused);
            app.ask(&format!("{}; window.axe = axe", self.axe)).await;
            let found = app.ask_later(RUN_AXE).await;
            self.note(&name, "axe", &found);
        }
        let (width, height) = SIZES[0];
        app.resize(width, height).await;
    }

    fn note(&mut self, name: &str, kind: &str, found: &serde_json::Value) {
        let list = found.as_array().cloned().unwrap_or(vec![found.clone()]);
        self.troubles
            .extend(list.iter().map(|each| format!("{name}: {kind}: {each}")));
    }

    /// # Panics
    /// When anything was found.
    pub(crate) fn report(self) {
        let text = self.troubles.join("\n");
        assert!(self.troubles.is_empty(), "screens are not sound:\n{text}");
    }
}

const WATCH: &str = "window.refused = []; document.addEventListener('securitypolicyviolation', \
(event) => window.refused.push(`${event.violatedDirective} ${event.blockedURI}`))";

const RUN_AXE: &str = "const done = arguments[arguments.length - 1]; \
window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }) \
.then(({ violations }) => done(violations.map(({ id, nodes }) => \
`${id}: ${nodes.map((node) => node.html.slice(0, 140)).join(' | ')}`)), (error) => done([String(error)]))";
