use charthold_workstation::ipc::FailureCode;

use super::code;

#[test]
fn exit_codes_are_those_of_the_contract() {
    assert_eq!(code(FailureCode::Restricted), 3);
    assert_eq!(code(FailureCode::WrongSecret), 4);
    assert_eq!(code(FailureCode::CentralUnreachable), 5);
    assert_eq!(code(FailureCode::NeedsReconciliation), 6);
    assert_eq!(code(FailureCode::IntegrityFailure), 7);
    assert_eq!(code(FailureCode::DiskFull), 1);
}
