//! What a nurse does in the window, in her words.

use charthold_testkit::hospital::DemoPerson;

use crate::driver::App;

impl App {
    pub(crate) async fn sign_in(&self, person: &DemoPerson) {
        self.see("#password").await;
        if self
            .page
            .find(thirtyfour::By::Css("#username"))
            .await
            .is_ok()
        {
            self.type_into("#username", person.username).await;
        }
        self.type_into("#password", person.password).await;
        self.click("#unlock").await;
        self.see("[data-testid=frame]").await;
    }

    /// Signs in somebody whom nobody chose on the lock screen.
    pub(crate) async fn sign_in_as(&self, person: &DemoPerson) {
        self.see("#username").await;
        self.sign_in(person).await;
    }

    /// Opens the first chart of the ward that is here.
    pub(crate) async fn open_first_chart(&self) {
        self.open_row("[data-kind=open]").await;
    }

    /// Opens this chart of the ward.
    pub(crate) async fn open_chart(&self, chart: &str) {
        self.open_row(&format!("[data-chart='{chart}']")).await;
    }

    async fn open_row(&self, which: &str) {
        let cell = self.see(&format!("[data-testid=ward-row]{which} td")).await;
        let actions = self.page.action_chain().double_click_element(&cell);
        actions.perform().await.expect("a row can be opened");
        self.see("[data-testid=patient-banner]").await;
    }

    /// Begins or continues the note of the open chart.
    pub(crate) async fn write_note(&self, text: &str) {
        self.open_by("[data-testid=new-note]", "[data-testid=note-section-0]")
            .await;
        self.type_into("[data-testid=note-section-0]", text).await;
        self.see("[data-testid=note-save-state][data-kind=saved]")
            .await;
    }

    /// Chooses the section of the chart with this number, from 1: what stands above it may come or go while it is clicked.
    pub(crate) async fn choose_section(&self, number: usize) {
        let tab = format!("[role=tab]:nth-of-type({number})");
        self.open_by(&tab, &format!("{tab}[aria-selected=true]"))
            .await;
    }

    pub(crate) async fn record_vitals(&self, rate: &str, temperature: &str) {
        self.open_by("[data-testid=record-vitals]", "#vitals-respiratoryRate")
            .await;
        self.fill_vitals(rate, temperature).await;
        self.see("[data-testid=save-vitals]:not([disabled])").await;
        self.click("[data-testid=save-vitals]").await;
        self.gone("#vitals-respiratoryRate").await;
    }

    /// Fills the form of a set that is open.
    pub(crate) async fn fill_vitals(&self, rate: &str, temperature: &str) {
        for (field, value) in [
            ("respiratoryRate", rate),
            ("spo2", "95"),
            ("oxygen", "2"),
            ("systolic", "118"),
            ("diastolic", "70"),
            ("heartRate", "88"),
            ("temperature", temperature),
        ] {
            self.type_into(&format!("#vitals-{field}"), value).await;
        }
        self.click("#vitals-acvpu label, #vitals-acvpu button")
            .await;
    }
}
