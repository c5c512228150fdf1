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

    pub(crate) async fn record_vitals(&self, rate: &str, temperature: &str) {
        self.open_by("[data-testid=record-vitals]", "#vitals-respiratoryRate")
            .await;
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
        self.see("[data-testid=save-vitals]:not([disabled])").await;
        self.click("[data-testid=save-vitals]").await;
    }
}
