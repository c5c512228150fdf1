use super::first_where;

const ITEMS: usize = 10;

#[test]
fn the_first_of_several_is_found_however_many_threads_look() {
    for share in 1..=ITEMS + 1 {
        for first in 0..ITEMS {
            for second in first..ITEMS {
                let mut items = [false; ITEMS];
                items[first] = true;
                items[second] = true;
                assert_eq!(first_where(&items, share, |item| *item), Some(first));
            }
        }
        assert_eq!(first_where(&[false; ITEMS], share, |item| *item), None);
    }
    assert_eq!(first_where(&[], 1, |item: &bool| *item), None);
}
